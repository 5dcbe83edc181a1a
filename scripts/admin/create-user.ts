import { randomBytes } from "node:crypto";
import { commandLineCtx } from "./actor";
import { readRole } from "./read-role";
import { requireOption } from "./usage-error";

/** 15 random bytes are 20 characters, to be copied once. */
const PASSWORD_BYTES = 15;

/** `create-user`: prints the user, and the password if the command made one. */
export async function createUserCommand(options: Record<string, string | undefined>): Promise<void> {
  const email = requireOption(options, "email");
  const name = requireOption(options, "name");
  const role = readRole(requireOption(options, "role"));
  const made = options.password ? null : randomBytes(PASSWORD_BYTES).toString("base64url");

  const { createUser } = await import("@/lib/team/users/create-user");
  const password = options.password ?? made ?? "";
  const user = await createUser(commandLineCtx(), { email, name, role, password });
  console.log(`Created ${user.email} (${user.role}).`);
  if (made) console.log(`Password, shown this once: ${made}`);
}
