import { Role } from "@/prisma/generated/enums";
import { UsageError } from "./usage-error";

/**
 * A role by its name.
 * @throws UsageError listing the roles
 */
export function readRole(text: string): Role {
  const role = Object.values(Role).find((candidate) => candidate === text);
  if (!role) throw new UsageError(`--role must be ${Object.values(Role).join(", ")}.`);
  return role;
}
