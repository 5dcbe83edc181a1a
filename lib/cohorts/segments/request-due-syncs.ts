import { NEEDS_NAME } from "@/lib/cohorts/members/needs-name";
import { queueSyncs, type WaitingSync } from "@/lib/cohorts/syncs/queue-sync";
import { inTransaction, type Sql } from "@/lib/kernel/database";
import { DESTINATION_FLOWS } from "@/lib/kernel/holds/hold-rule";
import { IS_OWED } from "@/lib/kernel/is-owed";
import { RECURRING_HOURS } from "./recurring-limits";

/** One minute takes at most about this many. */
const MAX_SEGMENTS = 500;

/** So few are not worth dividing. Our choice. */
const LEAST_AT_ONCE = 20;

/** Each start varies by up to half of this either way, so that starts do not bunch up. */
const JITTER_MINUTES = 5;

/** What was queued of what is due. */
interface DueSyncs {
  syncs: WaitingSync[];
  /** Segments that were due and were not taken. */
  left: number;
}

const DUE = "s.mode = 'recurring' AND s.next_sync_at <= now()";

/**
 * Gives the recurring segments that are due their next date, and a sync if Braze is owed something; this also retries
 * after a failed sync. A segment that was due long ago, because nothing ran, gets a random date of the period.
 * @param parts takes one of so many equal parts of what is due, longest ago first, so that what falls due within a minute need not
 *   all start at once
 * @param leftBefore what the part before left: what has fallen due since then is for the next minute, so that the parts stay equal
 */
export async function requestDueSyncs(parts = 1, leftBefore?: number): Promise<DueSyncs> {
  return inTransaction(async (sql) => {
    const count = leftBefore ?? (await countDue(sql));
    const { rows: due } = await sql.query<{ id: string; needed: boolean }>(
      `WITH due AS (
         SELECT s.id, ${DESTINATION_FLOWS} AS may_push, ${NEEDS_NAME} AS needs_name
         FROM segment s JOIN destination d ON d.id = s.destination_id JOIN customer c ON c.id = s.customer_id
         WHERE ${DUE}
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
      [Math.max(LEAST_AT_ONCE, Math.ceil(count / parts)), RECURRING_HOURS, JITTER_MINUTES],
    );

    const segmentIds = due.filter((segment) => segment.needed).map((segment) => segment.id);
    const syncs = await queueSyncs(sql, segmentIds, { trigger: "recurring", requestedBy: "schedule" });
    return { syncs, left: Math.max(0, count - due.length) };
  });
}

async function countDue(sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT FROM segment s WHERE ${DUE} LIMIT $1) due`,
    [MAX_SEGMENTS],
  );
  return rows[0]?.count ?? 0;
}
