import { commandLineCtx } from "./actor";
import { findUser } from "./find-user";
import { requireOption } from "./usage-error";

/** `reset-password`: the way back in for an admin when nobody else can reset the password. */
export async function resetPasswordCommand(options: Record<string, string | undefined>): Promise<void> {
  const user = await findUser(requireOption(options, "email"));
  const { resetPassword } = await import("@/lib/team/users/reset-password");
  const { link } = await resetPassword(commandLineCtx(), { userId: user.id });
  console.log(
    `The password and the sessions of ${user.email} have ended. A new one is set here, once, until`,
  );
  console.log(`${link?.expiresAt}:\n${link?.url}`);
}
