import type { Role } from "@/prisma/generated/enums";

/** Roles from the least to the most powerful. */
const ASCENDING: readonly Role[] = ["viewer", "csm", "admin"];

/** The lower of two roles. */
export function lesserRole(left: Role, right: Role): Role {
  return ASCENDING.indexOf(left) < ASCENDING.indexOf(right) ? left : right;
}
