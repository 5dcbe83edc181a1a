import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { confirmPassword } from "./confirm-password";
import { hashPassword } from "./password";
import { lockUser } from "./require-user";
import { currentPasswordInput, passwordInput } from "./user-input";
import { closeLinks } from "./user-link";

export const passwordChange = z.strictObject({
  currentPassword: currentPasswordInput,
  password: passwordInput,
});

/** The user whose password was changed. */
export const passwordChangeView = z.strictObject({ email: z.string() }).meta({ id: "PasswordChange" });

/**
 * Changes the caller's own password and ends all their sessions, this one included: sign in again with the new one.
 * @param address where the request came from: for the log of failed tries
 * @throws TributaryError as `confirmPassword` and `hashPassword`; `conflict`
 */
export async function changePassword(
  ctx: Ctx,
  input: z.infer<typeof passwordChange>,
  address: string,
): Promise<{ email: string }> {
  requireRole(ctx, "viewer");
  const { currentPassword, password } = parseInput(passwordChange, input);
  const known = await confirmPassword(ctx, currentPassword, address);
  const { id: userId, email } = known;
  const passwordHash = await hashPassword(password, known);

  return prisma.$transaction(async (tx) => {
    const user = await lockUser(tx, userId);
    // Reset, disabled or changed since the check: the other change wins.
    if (user.sessionEpoch !== known.sessionEpoch) {
      throw new TributaryError("conflict", "Your password changed in the meantime. Sign in again.");
    }
    await tx.user.update({ where: { id: userId }, data: { passwordHash, sessionEpoch: { increment: 1 } } });
    await closeLinks(tx, userId);
    await recordAudit(tx, ctx, {
      action: "user.password_changed",
      customerId: null,
      subjectKind: "user",
      subjectId: userId,
      after: { password: "replaced" },
    });
    return { email };
  });
}
