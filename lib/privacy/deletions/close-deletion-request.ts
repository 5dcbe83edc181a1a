import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { type CloseDeletionInput, closeDeletionInput } from "./deletion-input";
import type { DeletionRequestView } from "./deletion-view";
import { type DeletionPlace, findDeletionRequest, requireDeletionRequest } from "./list-deletion-requests";

/**
 * Ends a request by hand: as done, when a person did what was left, or as refused. A request that waits can be refused
 * or closed; one that failed can only be closed as done, since a part of it was carried out.
 * @throws TributaryError `forbidden` below admin, `not_found`, `invalid`, `conflict` in any other state
 */
export async function closeDeletionRequest(
  ctx: Ctx,
  input: CloseDeletionInput & DeletionPlace,
): Promise<DeletionRequestView> {
  requireRole(ctx, "admin");
  const { customerId, deletionRequestId, ...rest } = input;
  const { as, reason } = parseInput(closeDeletionInput, rest);
  const place = { customerId, deletionRequestId };

  return prisma.$transaction(async (tx) => {
    const before = await requireDeletionRequest(place, tx);
    const closed = await tx.deletionRequest.updateMany({
      where: { id: before.id, state: as === "refused" ? "open" : { in: ["open", "failed"] } },
      data: { state: as, idsEnc: null, words: reason, finishedAt: new Date() },
    });
    if (closed.count === 0) {
      throw new TributaryError(
        "conflict",
        `A request that is ${stateWords(before.state)} cannot be closed like this.`,
      );
    }
    await recordAudit(tx, ctx, {
      action: as === "done" ? "deletion_request.closed" : "deletion_request.refused",
      customerId,
      subjectKind: "deletion_request",
      subjectId: before.id,
      after: { fingerprint: before.fingerprint, reason },
    });
    return findDeletionRequest(place, tx);
  });
}

function stateWords(state: string): string {
  return state.replace("_", " ");
}
