import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { hashToken, newToken } from "@/lib/kernel/secrets/token";
import type { SignedIn } from "@/lib/team/users/authenticate";
import { takeFailedSignIns } from "@/lib/team/users/count-failed-sign-in";
import { lockUser } from "@/lib/team/users/require-user";
import { describeDevice } from "./describe-device";

/**
 * Starts a session for a person who has proven who they are, and records the sign-in.
 * @param from.replaced the token of an earlier session in the same browser, which ends
 * @returns the token for the cookie: only its hash is stored
 * @throws TributaryError `unauthenticated` when the user was disabled or given a new password in the meantime
 */
export async function startSession(
  person: SignedIn,
  from: { by: "password" | "single sign-on"; userAgent: string | null; replaced?: string },
): Promise<string> {
  const token = newToken();
  const device = describeDevice(from.userAgent);

  await prisma.$transaction(async (tx) => {
    const user = await lockUser(tx, person.id);
    if (user.disabledAt || user.sessionEpoch !== person.sessionEpoch) {
      throw new TributaryError("unauthenticated", "Your account changed in the meantime. Sign in again.");
    }
    if (from.replaced) {
      const hash = Uint8Array.from(hashToken(from.replaced));
      await tx.session.updateMany({ where: { hash, endedAt: null }, data: { endedAt: new Date() } });
    }

    await tx.session.create({
      data: { userId: user.id, hash: Uint8Array.from(hashToken(token)), epoch: user.sessionEpoch, device },
    });
    await tx.user.update({ where: { id: user.id }, data: { lastSignInAt: new Date() } });
    const failedTries = await takeFailedSignIns(tx, user.id);
    await recordAudit(
      tx,
      { actor: { kind: "user", id: user.id, name: user.name, role: user.role } },
      {
        action: "user.signed_in",
        customerId: null,
        subjectKind: "user",
        subjectId: user.id,
        after: { by: from.by, device, ...(failedTries > 0 && { failedTriesBefore: failedTries }) },
      },
    );
  });
  return token;
}
