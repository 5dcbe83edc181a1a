import { commandLineCtx } from "./actor";
import { findUser } from "./find-user";
import { readRole } from "./read-role";
import { requireOption } from "./usage-error";

/** `create-api-key`: prints the key, which cannot be read again. */
export async function createApiKeyCommand(options: Record<string, string | undefined>): Promise<void> {
  const email = requireOption(options, "email");
  const name = requireOption(options, "name");
  const wanted = options.role === undefined ? null : readRole(options.role);

  const user = await findUser(email);
  const { createApiKey } = await import("@/lib/team/api-keys/create-api-key");
  const { key } = await createApiKey(commandLineCtx(), { userId: user.id, name, role: wanted ?? user.role });
  console.log(`API key '${name}' of ${user.email}, shown this once:\n${key}`);
}
