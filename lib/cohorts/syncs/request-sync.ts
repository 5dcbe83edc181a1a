import { z } from "zod";
import { type LockedSegment, lockSegmentRow } from "@/lib/cohorts/locks/lock-segment-row";
import { forgetAcked } from "@/lib/cohorts/members/forget-acked";
import { type Ctx, requireCsmOrLink, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma, sqlOf, TRANSACTION_OPTIONS, type Transaction } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { refusalWords } from "@/lib/kernel/holds/team-words";
import { extendJoined } from "./extend-joined";
import { type QueuedSync, queueSync } from "./queue-sync";

export const syncInput = z.strictObject({ trigger: z.enum(["manual", "resync"]) });

export interface SyncWish {
  customerId: string;
  segmentId: string;
  /** `manual` pushes what is owed; `resync` forgets what Braze has and pushes everybody again. */
  trigger: "manual" | "resync";
}

/**
 * Requests a sync of a segment: Sync now, or a resync. Joins the sync that is under way, if there is one; Sync now by
 * somebody who has asked for that sync before changes nothing. The caller then sends `sync/requested`.
 * @throws TributaryError `not_found`; `conflict` when the segment is off or its destination or customer is paused,
 *   with what to do about it; `forbidden` for a viewer, or for a customer's link that asks for anything but Sync now
 */
export async function requestSync(ctx: Ctx, wish: SyncWish): Promise<QueuedSync> {
  mayRequest(ctx, wish);

  return prisma.$transaction(async (tx) => {
    const sql = sqlOf(tx);
    const segment = await lockSegmentRow(sql, wish.segmentId, wish.customerId);
    if (!segment) throw new TributaryError("not_found", "There is no such segment.");
    refuseResting(segment);

    if (wish.trigger === "resync") await forgetAcked(sql, segment.id);
    const queued = await queueSync(sql, {
      segmentId: segment.id,
      trigger: wish.trigger,
      requestedBy: ctx.actor.name,
    });
    if (wish.trigger === "resync" && queued.joined) await extendJoined(sql, queued.syncId);
    if (wish.trigger === "manual" && queued.joined && (await hasAsked(tx, ctx, wish, queued.syncId)))
      return queued;
    await recordAudit(tx, ctx, {
      action: "sync.requested",
      customerId: wish.customerId,
      subjectKind: "sync",
      subjectId: queued.syncId,
      after: { segmentId: segment.id, trigger: wish.trigger, joined: queued.joined },
    });
    return queued;
  }, TRANSACTION_OPTIONS);
}

/** Whether the same person or link has asked for this sync already. Its entries are younger than the sync's own id. */
async function hasAsked(tx: Transaction, { actor }: Ctx, { customerId }: SyncWish, syncId: string) {
  const entry = await tx.auditEntry.findFirst({
    where: {
      ...{ customerId, action: "sync.requested", subjectId: syncId, id: { gte: syncId } },
      ...{ actorKind: actor.kind, actorId: actor.kind === "system" ? null : actor.id },
    },
    select: { id: true },
  });
  return entry !== null;
}

function mayRequest(ctx: Ctx, { customerId, trigger }: SyncWish): void {
  if (trigger === "manual") requireCsmOrLink(ctx, customerId, "sync");
  else requireRole(ctx, "csm");
}

function refuseResting(segment: LockedSegment): void {
  if (segment.hold) throw new TributaryError("conflict", refusalWords(segment.hold));
  if (segment.mode === "off") {
    throw new TributaryError("conflict", "The segment is off: set it to manual or recurring first.");
  }
}
