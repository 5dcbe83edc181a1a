import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma, type Transaction } from "@/lib/kernel/database";
import { log } from "@/lib/kernel/log";

/** A user gets at most one entry in this time, however often somebody tries. */
const WINDOW_SECONDS = 3_600;

/** Stands for all email addresses and identities that belong to nobody: they share one count. */
const NOBODY = "unknown";

const ctx = { actor: { kind: "system", name: "sign-in" } } as const;

interface Counted {
  tries: number;
  isDue: boolean;
}

/**
 * Counts a failed sign-in. The first one gets an audit entry at once, later ones are counted and appear as one number:
 * in an entry an hour later, or in that of the next successful sign-in. So somebody who tries passwords cannot fill the
 * log. The network address goes to the process's log only: entries are kept forever.
 * @param userId whose account it was; null for nobody's. Both cost the same, so the time reveals nothing
 * @param address where the request came from
 */
export async function countFailedSignIn(userId: string | null, address: string): Promise<void> {
  const subject = userId ?? NOBODY;
  await prisma.$transaction(async (tx) => {
    const [counted] = await tx.$queryRaw<Counted[]>`
      INSERT INTO sign_in_failure AS f (subject) VALUES (${subject})
      ON CONFLICT (subject) DO UPDATE SET tries = f.tries + 1
      RETURNING tries, coalesce(noted_at < now() - make_interval(secs => ${WINDOW_SECONDS}), true) AS "isDue"`;
    if (!counted?.isDue) return;

    await tx.signInFailure.update({ where: { subject }, data: { tries: 0, notedAt: new Date() } });
    await recordAudit(tx, ctx, {
      action: "user.sign_in_refused",
      customerId: null,
      subjectKind: "user",
      subjectId: subject,
      after: { tries: counted.tries },
    });
    log.warn({ userId, address, tries: counted.tries }, "failed sign-ins");
  });
}

/** The failed tries that no audit entry counts yet, which are then counted. */
export async function takeFailedSignIns(tx: Transaction, userId: string): Promise<number> {
  const found = await tx.signInFailure.findUnique({ where: { subject: userId } });
  if (!found || found.tries === 0) return 0;
  await tx.signInFailure.update({ where: { subject: userId }, data: { tries: { decrement: found.tries } } });
  return found.tries;
}
