import type { Role } from "@/prisma/generated/enums";

/** From the least to the most powerful, with what each may do. */
export const ROLES: readonly { role: Role; label: string; means: string }[] = [
  { role: "viewer", label: "Viewer", means: "can only look" },
  { role: "csm", label: "CSM", means: "manages customers" },
  { role: "admin", label: "Admin", means: "manages the team too" },
];

/** The name of a role on screen. */
export function roleLabel(role: Role): string {
  return ROLES.find((known) => known.role === role)?.label ?? role;
}
