import type { Role } from "@/prisma/generated/enums";

/** From the least to the most that a role may do. */
const ASCENDING: readonly Role[] = ["viewer", "csm", "admin"];

/** The one of two roles that may do less. */
export function lesserRole(left: Role, right: Role): Role {
  return ASCENDING.indexOf(left) < ASCENDING.indexOf(right) ? left : right;
}
