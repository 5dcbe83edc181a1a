import { z } from "zod";
import type { LockedSegment } from "@/lib/cohorts/locks/lock-segment-row";
import { MAY_HAVE_ATTRIBUTE } from "@/lib/cohorts/members/may-have-attribute";
import { extendJoined } from "@/lib/cohorts/syncs/extend-joined";
import { type QueuedSync, queueSync } from "@/lib/cohorts/syncs/queue-sync";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { versionInput } from "@/lib/kernel/api/text-input";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma, type Sql, sqlOf, TRANSACTION_OPTIONS } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { refusalWords } from "@/lib/kernel/holds/team-words";
import { lockForChange } from "./lock-for-change";
import { renewRecurringCap } from "./note-recurring-cap";

/** The version that the wish is based on; without it, it applies to any version. */
export const clearInput = z.strictObject({ version: versionInput.optional() });

/**
 * Turns a segment off for good and takes its attribute away from everybody who may have it, by a sync. What Heap wants is kept: turned
 * on again, everybody is sent again. A repeat begins what is left. The caller then sends `sync/requested`.
 * @returns the sync that does it: the one under way, if there is one
 * @throws TributaryError `not_found`; `conflict` for an outdated version, a cohort (Braze has no call to empty one), a segment that
 *   has no attribute yet, and a pause, with what to do about it; `forbidden` for a viewer
 */
export async function clearSegment(
  ctx: Ctx,
  wish: { customerId: string; segmentId: string; version?: number },
): Promise<QueuedSync> {
  requireRole(ctx, "csm");

  return prisma.$transaction(async (tx) => {
    const sql = sqlOf(tx);
    const segment = await lockForChange(sql, wish);
    if (segment.hold) throw new TributaryError("conflict", refusalWords(segment.hold));
    await requireAttribute(sql, segment);

    await sql.query(
      `UPDATE segment SET mode = 'off', next_sync_at = NULL, clear_asked_at = now(), version = version + 1, updated_at = now()
       WHERE id = $1::uuid`,
      [segment.id],
    );
    await sql.query(
      `UPDATE member m SET refused = NULL
       WHERE m.segment_id = $1::uuid AND m.refused IS NOT NULL
         AND (m.attribute_state <> 'absent' OR m.acked IS DISTINCT FROM false)`,
      [segment.id],
    );
    const queued = await queueSync(sql, {
      segmentId: segment.id,
      trigger: "clear",
      requestedBy: ctx.actor.name,
    });
    if (queued.joined) await takeOver(sql, queued.syncId);
    await renewRecurringCap(sql, segment);
    await recordAudit(tx, ctx, {
      action: "segment.clear_requested",
      customerId: segment.customerId,
      subjectKind: "segment",
      subjectId: segment.id,
      before: { mode: segment.mode },
      after: { mode: "off", syncId: queued.syncId },
    });
    return queued;
  }, TRANSACTION_OPTIONS);
}

async function requireAttribute(sql: Sql, { id }: LockedSegment): Promise<void> {
  const { rows } = await sql.query<{ isAttribute: boolean; isKnown: boolean }>(
    `SELECT d.kind = 'attribute' AS "isAttribute",
            s.attribute_name IS NOT NULL AND (
              EXISTS (SELECT FROM member m WHERE m.segment_id = s.id AND ${MAY_HAVE_ATTRIBUTE})
              OR EXISTS (SELECT FROM push p WHERE p.segment_id = s.id AND p.state = 'sending')) AS "isKnown"
     FROM segment s JOIN destination d ON d.id = s.destination_id WHERE s.id = $1::uuid`,
    [id],
  );
  if (!rows[0]?.isAttribute) {
    throw new TributaryError(
      "conflict",
      "Braze has no way to empty a cohort. Turn the segment off here, and delete the cohort in Braze.",
    );
  }
  if (!rows[0].isKnown) {
    throw new TributaryError(
      "conflict",
      "Nobody has the segment’s attribute, so there is nothing to remove.",
    );
  }
}

/** A sync under way has read that members enter and leave: its slice begins no further call, and the next one clears. */
async function takeOver(sql: Sql, syncId: string): Promise<void> {
  await sql.query("UPDATE sync SET slice_id = NULL WHERE id = $1::uuid AND state = 'running'", [syncId]);
  await extendJoined(sql, syncId);
}
