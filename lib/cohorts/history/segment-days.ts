import type { Sql } from "@/lib/kernel/database";
import { addCalls, callResult } from "@/lib/kernel/history/call-hours";
import { IS_OWED } from "@/lib/kernel/is-owed";

/**
 * Opens the day of a segment whose members are about to change. The day that was its latest one gets the counts as
 * they are now, which is how that day ended: so owed members are counted once a day, not with each change.
 * @param sql a transaction that has locked the segment's row and changed none of its members yet
 */
export async function openSegmentDay(sql: Sql, segmentId: string): Promise<void> {
  await sql.query(
    `WITH opened AS (
       INSERT INTO segment_day (segment_id, day)
       SELECT $1::uuid, date_trunc('day', now(), 'UTC')
       WHERE NOT EXISTS (SELECT FROM segment_day WHERE segment_id = $1::uuid AND day >= date_trunc('day', now(), 'UTC'))
       RETURNING segment_id
     )
     UPDATE segment_day d
     SET wanted = s.wanted_count, acked = s.acked_count,
         owed = (SELECT count(*) FROM member m WHERE m.segment_id = s.id AND ${IS_OWED})
     FROM opened o JOIN segment s ON s.id = o.segment_id
     WHERE d.segment_id = o.segment_id AND d.day = (SELECT max(day) FROM segment_day WHERE segment_id = $1::uuid)`,
    [segmentId],
  );
}

/**
 * Counts calls to Braze that have ended: in the latest day of their segment, and in the hour of their destination.
 * @param sql the transaction that has closed them and opened the day; nothing but alerts is locked in it after this
 */
export async function countPushes(sql: Sql, pushIds: readonly string[]): Promise<void> {
  if (pushIds.length > 0) await sql.query(COUNT_PUSHES, [pushIds]);
}

/** What calls did to a segment, in SQL: calls `p` that Braze did not accept changed nobody. */
export const CHANGED_BY_CALLS = `
  COALESCE(sum(p.adds) FILTER (WHERE p.state = 'accepted'), 0)::int AS added,
  COALESCE(sum(p.removes) FILTER (WHERE p.state = 'accepted'), 0)::int AS removed,
  COALESCE(sum(p.refused), 0)::int AS refused`;

const COUNT_PUSHES = `
  WITH closed AS (
    SELECT s.destination_id AS owner_id, p.started_at, ${callResult("p")} AS result, NULL::text AS was
    FROM push p JOIN segment s ON s.id = p.segment_id WHERE p.id = ANY ($1::uuid[])
  ), changed AS (
    SELECT p.segment_id, ${CHANGED_BY_CALLS} FROM push p WHERE p.id = ANY ($1::uuid[]) GROUP BY p.segment_id
  ), counted AS (
    UPDATE segment_day d
    SET added = d.added + c.added, removed = d.removed + c.removed, refused = d.refused + c.refused
    FROM changed c
    WHERE d.segment_id = c.segment_id AND d.day = (SELECT max(day) FROM segment_day WHERE segment_id = c.segment_id)
  ) ${addCalls("closed")}`;
