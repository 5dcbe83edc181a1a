import { pendingEvents } from "@/lib/kernel/batch-counts";
import { pool } from "@/lib/kernel/database";
import { LATE_SECONDS } from "@/lib/kernel/history/lag-bounds";
import type { HistoryRange } from "./history-range";
import type { QueuedView } from "./history-view";

/**
 * The events of some sources that were received in a range and have no outcome yet: no count of events or lags has them. It
 * costs as much as there are pending requests.
 * @param targetSeconds within how long they shall have one; null without a target
 */
export async function readQueued(
  sourceIds: readonly string[],
  targetSeconds: number | null,
  range: HistoryRange,
): Promise<QueuedView> {
  const { rows } = await pool.query<QueuedView>(
    `SELECT COALESCE(sum(${pendingEvents()}), 0)::float8 AS events,
            COALESCE(sum(${pendingEvents()}) FILTER (WHERE b.received_at < now() - make_interval(secs => $4::int)), 0)::float8
              AS late
     FROM batch b
     WHERE b.source_id = ANY ($1::uuid[]) AND b.state = 'pending' AND b.received_at >= $2 AND b.received_at < $3`,
    [sourceIds, new Date(range.fromMs), new Date(range.toMs), targetSeconds ?? LATE_SECONDS],
  );
  return rows[0] ?? { events: 0, late: 0 };
}
