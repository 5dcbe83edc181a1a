import { type Ctx, requireCsmOrLink } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma, type Sql, sqlOf, TRANSACTION_OPTIONS } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import type { SegmentMode } from "@/prisma/generated/enums";
import { countRecurring } from "./find-or-create-segment";
import { lockForChange } from "./lock-for-change";
import { renewRecurringCap } from "./note-recurring-cap";
import { MAX_RECURRING_SEGMENTS } from "./recurring-limits";

/** A segment that was just turned on is synced within this time, at a random moment. */
const FIRST_SYNC_MINUTES = 5;

export interface SegmentModeChange {
  customerId: string;
  segmentId: string;
  mode: SegmentMode;
  /** The version the change is based on; without it, the change applies to any version. */
  version?: number;
}

/**
 * Sets how a segment is synced. A sync under way stops before its next call when the segment is turned off.
 * @returns the segment's new version
 * @throws TributaryError `not_found`; `conflict` for an outdated version; `limit_reached` for the 31st recurring
 *   segment of a destination, even when many are set at once; `forbidden` for a viewer, or for a customer's link
 *   without that right
 */
export async function setSegmentMode(ctx: Ctx, change: SegmentModeChange): Promise<{ version: number }> {
  requireCsmOrLink(ctx, change.customerId, "toggle");

  return prisma.$transaction(async (tx) => {
    const sql = sqlOf(tx);
    const segment = await lockForChange(sql, change);
    if (segment.mode === change.mode) return { version: segment.version };
    if (change.mode === "recurring") await refuseBeyondLimit(sql, segment.destinationId);

    await sql.query(
      `UPDATE segment SET mode = $2::segment_mode, version = version + 1, updated_at = now(), clear_asked_at = NULL,
              next_sync_at = CASE WHEN $2 = 'recurring' THEN now() + random() * make_interval(mins => $3::int) END
       WHERE id = $1::uuid`,
      [segment.id, change.mode, FIRST_SYNC_MINUTES],
    );
    if (segment.mode === "off") await endClearing(sql, segment.id);
    await renewRecurringCap(sql, segment);
    await recordAudit(tx, ctx, {
      action: "segment.mode_set",
      customerId: segment.customerId,
      subjectKind: "segment",
      subjectId: segment.id,
      before: { mode: segment.mode },
      after: { mode: change.mode },
    });
    return { version: segment.version + 1 };
  }, TRANSACTION_OPTIONS);
}

/**
 * For a segment that is on again: a sync that takes its attribute away begins no further call, and sends what is owed instead. Members
 * that Braze refused to clear are owed like the others.
 */
async function endClearing(sql: Sql, segmentId: string): Promise<void> {
  await sql.query("UPDATE sync SET slice_id = NULL WHERE segment_id = $1::uuid AND state = 'running'", [
    segmentId,
  ]);
  await sql.query(
    `UPDATE member SET refused = NULL
     WHERE segment_id = $1::uuid AND refused IS NOT NULL AND attribute_state <> 'absent'`,
    [segmentId],
  );
}

/** No other segment of the destination can become recurring in the meantime: the transaction has locked its row. */
async function refuseBeyondLimit(sql: Sql, destinationId: string): Promise<void> {
  if ((await countRecurring(sql, destinationId)) < MAX_RECURRING_SEGMENTS) return;
  throw new TributaryError(
    "limit_reached",
    `A destination has at most ${MAX_RECURRING_SEGMENTS} recurring segments. Turn off another one, or set it to manual, first.`,
  );
}
