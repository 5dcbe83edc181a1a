import type { Role } from "@/prisma/generated/enums";

/** From the least to the most powerful, with what each may do. */
export const ROLES: readonly { role: Role; label: string; means: string }[] = [
  { role: "viewer", label: "Viewer", means: "sees everything, changes nothing" },
  { role: "csm", label: "CSM", means: "sees everything, sets up and changes customers" },
  { role: "admin", label: "Admin", means: "does everything, and manages the team and all API keys" },
];

/** The name of a role on screen. */
export function roleLabel(role: Role): string {
  return ROLES.find((known) => known.role === role)?.label ?? role;
}
