import type { Role } from "@/prisma/generated/enums";

/** The more a role may do, the higher. */
const RANKS: Record<Role, number> = { viewer: 0, csm: 1, admin: 2 };

/** Whether a role may do what needs `least`. */
export function reaches(role: Role, least: Role): boolean {
  return RANKS[role] >= RANKS[least];
}

/** The one of two roles that may do less. */
export function lesserRole(left: Role, right: Role): Role {
  return reaches(left, right) ? right : left;
}
