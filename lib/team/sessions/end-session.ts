import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { visibleUserId } from "@/lib/team/users/visible-user-id";

/** The session that has ended. */
export const endedSessionView = z
  .strictObject({ id: z.uuid(), endedAt: z.iso.datetime() })
  .meta({ id: "EndedSession" });

/**
 * Ends a session at once: the caller's own, or for an admin anyone's. A repeat changes nothing.
 * @throws TributaryError `forbidden`, `not_found` also for someone else's session unless the caller is an admin
 */
export async function endSession(
  ctx: Ctx,
  input: { sessionId: string },
): Promise<z.infer<typeof endedSessionView>> {
  requireRole(ctx, "viewer");
  const userId = await visibleUserId(ctx);
  return prisma.$transaction(async (tx) => {
    const found = await tx.session.findFirst({ where: { id: input.sessionId, userId } });
    if (!found) throw new TributaryError("not_found", "There is no such session.");

    const ended = await tx.session.updateMany({
      where: { id: found.id, endedAt: null },
      data: { endedAt: new Date() },
    });
    if (ended.count > 0) {
      await recordAudit(tx, ctx, {
        action: "user.session_ended",
        customerId: null,
        subjectKind: "user",
        subjectId: found.userId,
        after: { device: found.device },
      });
    }
    const { endedAt } = await tx.session.findUniqueOrThrow({ where: { id: found.id } });
    return { id: found.id, endedAt: (endedAt ?? new Date()).toISOString() };
  });
}
