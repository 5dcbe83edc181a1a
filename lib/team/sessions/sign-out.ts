import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";
import { hashToken } from "@/lib/kernel/secrets/token";

/**
 * Ends the session of this token at once: a copy of its cookie is worth nothing from now on. A token of no session, or
 * of one that has ended, changes nothing.
 */
export async function signOut(token: string): Promise<void> {
  await prisma.$transaction(async (tx) => {
    const [ended] = await tx.session.updateManyAndReturn({
      where: { hash: Uint8Array.from(hashToken(token)), endedAt: null },
      data: { endedAt: new Date() },
      include: { user: true },
    });
    if (!ended) return;

    const { user, device } = ended;
    await recordAudit(
      tx,
      { actor: { kind: "user", id: user.id, name: user.name, role: user.role } },
      {
        action: "user.signed_out",
        customerId: null,
        subjectKind: "user",
        subjectId: user.id,
        after: { device },
      },
    );
  });
}
