import { commandLineCtx } from "./actor";
import { findUser } from "./find-user";
import { requireOption } from "./usage-error";

/**
 * `reset-password`: the way back in for an admin when nobody else can reset the password. For someone who never set
 * one, such as the first admin whose link has ended, it makes a new link.
 */
export async function resetPasswordCommand(options: Record<string, string | undefined>): Promise<void> {
  const user = await findUser(requireOption(options, "email"));
  const { resetPassword } = await import("@/lib/team/users/reset-password");
  const { inviteAgain } = await import("@/lib/team/users/invite-user");
  const isInvited = user.state === "invited";
  const { link } = await (isInvited ? inviteAgain : resetPassword)(commandLineCtx(), { userId: user.id });
  const ended = isInvited
    ? `Earlier links for ${user.email} no longer work.`
    : `The password of ${user.email} no longer works, and their sessions have ended.`;
  console.log(`${ended} Set a password here. The link works once, until`);
  console.log(`${link?.expiresAt}:\n${link?.url}`);
}
