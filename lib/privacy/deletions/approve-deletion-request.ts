import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import type { DeletionRequestView } from "./deletion-view";
import { type DeletionPlace, findDeletionRequest, requireDeletionRequest } from "./list-deletion-requests";

/**
 * Starts carrying out a request that waits for a person, or tries what failed again. One that is under way or done stays
 * as it is.
 * @throws TributaryError `forbidden` below admin, `not_found`, `conflict` when it was refused
 */
export async function approveDeletionRequest(ctx: Ctx, place: DeletionPlace): Promise<DeletionRequestView> {
  requireRole(ctx, "admin");
  return prisma.$transaction(async (tx) => {
    const before = await requireDeletionRequest(place, tx);
    if (before.state === "refused") {
      throw new TributaryError("conflict", "The request was refused. Erase the user by their ID instead.");
    }
    const started = await tx.deletionRequest.updateMany({
      where: { id: before.id, state: { in: ["open", "failed"] } },
      data: {
        state: "under_way",
        words: null,
        startedBy: ctx.actor.name,
        finishedAt: null,
        nextAt: new Date(),
      },
    });
    if (started.count > 0) {
      await tx.deletionStep.updateMany({
        where: { deletionRequestId: before.id, state: { in: ["failed", "left"] } },
        data: { state: "waiting", words: null, attempts: 0, nextAt: new Date(), finishedAt: null },
      });
      await recordAudit(tx, ctx, {
        action: before.state === "open" ? "deletion_request.approved" : "deletion_request.tried_again",
        customerId: place.customerId,
        subjectKind: "deletion_request",
        subjectId: before.id,
        after: { fingerprint: before.fingerprint },
      });
    }
    return findDeletionRequest(place, tx);
  });
}
