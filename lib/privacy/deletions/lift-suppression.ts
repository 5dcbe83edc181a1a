import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import type { DeletionRequestView } from "./deletion-view";
import { type DeletionPlace, findDeletion, requireDeletion } from "./list-deletions";

/**
 * Takes data of a person again who was deleted on request, because they signed up again. What came in between stays
 * filtered until somebody replays it. A later request to delete them is a new one. A repeat changes nothing.
 * @throws TributaryError `forbidden` below admin, `not_found`, `conflict` while the request is not over
 */
export async function liftSuppression(ctx: Ctx, place: DeletionPlace): Promise<DeletionRequestView> {
  requireRole(ctx, "admin");
  return prisma.$transaction(async (tx) => {
    const before = await requireDeletion(place, tx);
    if (before.state !== "done") {
      throw new TributaryError("conflict", "Only somebody whose deletion is done can be allowed again.");
    }
    const lifted = await tx.deletionRequest.updateMany({
      where: { id: before.id, liftedAt: null },
      data: { liftedAt: new Date() },
    });
    if (lifted.count > 0) {
      const { count } = await tx.suppression.deleteMany({ where: { deletionRequestId: before.id } });
      await recordAudit(tx, ctx, {
        action: "deletion_request.lifted",
        customerId: place.customerId,
        subjectKind: "deletion_request",
        subjectId: before.id,
        after: { fingerprint: before.fingerprint, ids: count },
      });
    }
    return findDeletion(place, tx);
  });
}
