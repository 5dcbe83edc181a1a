import { NEEDS_NAME } from "@/lib/cohorts/members/needs-name";
import { queueSyncs, type WaitingSync } from "@/lib/cohorts/syncs/queue-sync";
import { inTransaction } from "@/lib/kernel/database";
import { DESTINATION_FLOWS } from "@/lib/kernel/holds/hold-rule";
import { IS_OWED } from "@/lib/kernel/is-owed";
import { RECURRING_HOURS } from "./recurring-limits";

/** One run takes at most this many; it is repeated every minute. */
const MAX_SEGMENTS = 500;

/** Each start varies by up to half of this either way, so that starts do not bunch up. */
const JITTER_MINUTES = 5;

/**
 * Gives every recurring segment that is due its next date, and a sync if Braze is owed something; this also retries
 * after a failed sync. A segment that was due long ago, because nothing ran, gets a random date of the period.
 * @returns the syncs that were queued
 */
export async function requestDueSyncs(): Promise<WaitingSync[]> {
  return inTransaction(async (sql) => {
    const { rows: due } = await sql.query<{ id: string; needed: boolean }>(
      `WITH due AS (
         SELECT s.id, ${DESTINATION_FLOWS} AS may_push, ${NEEDS_NAME} AS needs_name
         FROM segment s JOIN destination d ON d.id = s.destination_id JOIN customer c ON c.id = s.customer_id
         WHERE s.mode = 'recurring' AND s.next_sync_at <= now()
         ORDER BY s.next_sync_at LIMIT $1
         FOR NO KEY UPDATE OF s SKIP LOCKED
       )
       UPDATE segment s SET next_sync_at =
         CASE WHEN s.next_sync_at + make_interval(hours => $2) > now()
              THEN s.next_sync_at + make_interval(hours => $2) + (random() - 0.5) * make_interval(mins => $3)
              ELSE now() + random() * make_interval(hours => $2) END
       FROM due WHERE s.id = due.id
       RETURNING s.id, due.may_push AND (
         due.needs_name
         OR EXISTS (SELECT FROM member m WHERE m.segment_id = s.id AND ${IS_OWED})) AS needed`,
      [MAX_SEGMENTS, RECURRING_HOURS, JITTER_MINUTES],
    );

    const segmentIds = due.filter((segment) => segment.needed).map((segment) => segment.id);
    return queueSyncs(sql, segmentIds, { trigger: "recurring", requestedBy: "schedule" });
  });
}
