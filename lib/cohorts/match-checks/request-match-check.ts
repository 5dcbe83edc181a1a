import { v7 as uuidv7 } from "uuid";
import { lockSegmentRow } from "@/lib/cohorts/locks/lock-segment-row";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma, sqlOf, TRANSACTION_OPTIONS } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { refusalWords } from "@/lib/kernel/holds/team-words";
import { NO_REST_API_KEY } from "@/lib/vendors/braze/rest-key-refusal";
import type { RequestedMatchCheck } from "./match-check-view";

/**
 * Requests a match check of a segment, or joins the one under way. The caller then sends `match-check/requested`. It
 * works whatever the segment's mode is, since it changes nothing in Braze.
 * @throws TributaryError `forbidden` for a viewer; `not_found`; `conflict` without a REST API key, with an empty
 *   segment, and while the customer or the destination is paused, with what to do about it
 */
export async function requestMatchCheck(
  ctx: Ctx,
  { customerId, segmentId }: { customerId: string; segmentId: string },
): Promise<RequestedMatchCheck> {
  requireRole(ctx, "csm");

  return prisma.$transaction(async (tx) => {
    const segment = await lockSegmentRow(sqlOf(tx), segmentId, customerId);
    if (!segment) throw new TributaryError("not_found", "There is no such segment.");
    if (segment.hold) throw new TributaryError("conflict", refusalWords(segment.hold));

    const { destinationId } = segment;
    const active = await tx.matchCheck.findFirst({
      where: { segmentId, state: { in: ["queued", "running"] } },
      select: { id: true },
    });
    if (!active) await refuseWithout(tx, { destinationId, segmentId });

    const matchCheckId = active?.id ?? uuidv7();
    if (!active) {
      await tx.matchCheck.create({
        data: {
          id: matchCheckId,
          customerId,
          destinationId,
          segmentId,
          trigger: "manual",
          requestedBy: ctx.actor.name,
        },
      });
    }
    await recordAudit(tx, ctx, {
      action: "segment.match_check_requested",
      customerId,
      subjectKind: "segment",
      subjectId: segmentId,
      after: { matchCheckId, joined: active !== null },
    });
    return { matchCheckId, destinationId, joined: active !== null };
  }, TRANSACTION_OPTIONS);
}

async function refuseWithout(
  tx: Parameters<typeof recordAudit>[0],
  { destinationId, segmentId }: { destinationId: string; segmentId: string },
): Promise<void> {
  const { restApiKeyEnc } = await tx.destination.findUniqueOrThrow({ where: { id: destinationId } });
  if (restApiKeyEnc === null) {
    throw new TributaryError("conflict", `${NO_REST_API_KEY.error} ${NO_REST_API_KEY.nextAction}`);
  }

  const { wantedCount } = await tx.segment.findUniqueOrThrow({ where: { id: segmentId } });
  if (wantedCount === 0) {
    throw new TributaryError("conflict", "Nobody is in the segment, so there is nothing to check.");
  }
}
