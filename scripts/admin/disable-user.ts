import { commandLineCtx } from "./actor";
import { findUser } from "./find-user";
import { requireOption } from "./usage-error";

/** `disable-user`: ends the user's sessions and API keys at once. */
export async function disableUserCommand(options: Record<string, string | undefined>): Promise<void> {
  const user = await findUser(requireOption(options, "email"));
  const { disableUser } = await import("@/lib/team/users/disable-user");
  await disableUser(commandLineCtx(), { userId: user.id });
  console.log(`Disabled ${user.email}.`);
}
