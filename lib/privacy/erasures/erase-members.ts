import { openSegmentDay } from "@/lib/cohorts/history/segment-days";
import { lockSegmentRow } from "@/lib/cohorts/locks/lock-segment-row";
import { queueSync, type WaitingSync } from "@/lib/cohorts/syncs/queue-sync";
import { inTransaction, type Sql } from "@/lib/kernel/database";
import { type RunningErasure, takeStep } from "./erasure-progress";
import { findUserKeys, nextSegment } from "./walk-customer";

/**
 * Forgets the person in the next segment. If Braze has them, or may have them, they must leave the cohort first: they
 * are owed as leaving, and their row is deleted once Braze has accepted that. An attribute is taken away from them, also one that is
 * `false`.
 * @returns the sync that removes them; null when there is none to run
 */
export async function eraseNextSegment(erasure: RunningErasure): Promise<WaitingSync | null> {
  const segmentId = await nextSegment(erasure.customerId, erasure.place);
  if (!segmentId) {
    await takeStep(erasure, async () => ({ next: { phase: "mentions" } }));
    return null;
  }

  let queued: WaitingSync | null = null;
  await takeStep(erasure, async (sql) => {
    const segment = await lockSegmentRow(sql, segmentId);
    const userKeys = await findUserKeys(sql, segmentId, erasure.wanted);
    const { leaving, forgotten } = await letGo(sql, segmentId, userKeys);
    if (leaving > 0 && segment && segment.mode !== "off" && segment.hold === null) {
      const { syncId } = await queueSync(sql, { segmentId, trigger: "delta", requestedBy: "an erasure" });
      queued = { syncId, segmentId, customerId: erasure.customerId };
    }
    return { next: { ownerId: segmentId, id: null }, done: 1, members: forgotten + leaving, leaving };
  });
  return queued;
}

async function letGo(
  sql: Sql,
  segmentId: string,
  userKeys: readonly string[],
): Promise<{ leaving: number; forgotten: number }> {
  if (userKeys.length === 0) return { leaving: 0, forgotten: 0 };
  await openSegmentDay(sql, segmentId);
  const { rows } = await sql.query<{ leaving: number; forgotten: number }>(LET_GO, [segmentId, userKeys]);
  return rows[0] ?? { leaving: 0, forgotten: 0 };
}

// Someone in a call under way may be in Braze a moment later, whatever we know now. Who left before has an attribute as `false`: it
// is taken away too.
const LET_GO = `
  WITH before AS (
    SELECT m.user_key, m.wanted, m.acked, m.attribute_state, p.id IS NOT NULL AS is_under_way
    FROM member m
    LEFT JOIN LATERAL (
      SELECT id FROM push WHERE segment_id = $1 AND state = 'sending' AND m.user_key = ANY (user_keys) LIMIT 1
    ) p ON true
    WHERE m.segment_id = $1::uuid AND m.user_key = ANY ($2::text[])
  ), leaving AS (
    UPDATE member m SET wanted = false, refused = NULL, acked = CASE WHEN m.acked AND NOT b.is_under_way THEN true END,
                        attribute_state = CASE WHEN s.attribute_name IS NULL THEN m.attribute_state ELSE 'clearing' END
    FROM before b, segment s
    WHERE s.id = $1::uuid AND m.segment_id = s.id AND m.user_key = b.user_key
      AND (b.acked IS DISTINCT FROM false OR b.is_under_way OR b.attribute_state <> 'absent')
    RETURNING m.user_key, b.acked AND b.is_under_way AS is_unknown_now
  ), forgotten AS (
    DELETE FROM member m USING before b
    WHERE m.segment_id = $1::uuid AND m.user_key = b.user_key AND b.acked = false AND NOT b.is_under_way
      AND b.attribute_state = 'absent'
    RETURNING m.user_key
  ), counted AS (
    UPDATE segment SET wanted_count = wanted_count - (SELECT count(*) FROM before WHERE wanted),
                       acked_count = acked_count - (SELECT count(*) FROM leaving WHERE is_unknown_now)
    WHERE id = $1::uuid
  )
  SELECT (SELECT count(*) FROM leaving)::int AS leaving, (SELECT count(*) FROM forgotten)::int AS forgotten`;

/**
 * Forgets those who have left their cohorts by now; with `isLast` also those that Braze still has. A member that Heap
 * has sent again since then is new data and stays.
 * @returns how many Braze still has
 */
export async function forgetWhoLeft(erasure: RunningErasure, isLast: boolean): Promise<number> {
  let held = 0;
  for (let segmentId: string | null = null; ; ) {
    segmentId = await nextSegment(erasure.customerId, { ownerId: segmentId, id: null });
    if (segmentId === null) return held;
    held += await forgetInSegment(segmentId, erasure, isLast);
  }
}

/** A destination that writes cohorts cannot take away the attributes of the time before: that they stay in Braze is recorded. */
function forgetInSegment(
  segmentId: string,
  { id, wanted }: RunningErasure,
  isLast: boolean,
): Promise<number> {
  return inTransaction(async (sql) => {
    await sql.query("SELECT FROM erasure WHERE id = $1 FOR UPDATE", [id]);
    await lockSegmentRow(sql, segmentId);
    const userKeys = await findUserKeys(sql, segmentId, wanted);
    if (userKeys.length === 0) return 0;
    await openSegmentDay(sql, segmentId);

    const { rows } = await sql.query<{ held: number; unreachable: number }>(
      `WITH gone AS (
         DELETE FROM member
         WHERE segment_id = $1 AND user_key = ANY ($2::text[]) AND NOT wanted AND (acked = false OR $3::boolean)
         RETURNING acked, attribute_state
       ), counted AS (
         UPDATE segment SET acked_count = acked_count - (SELECT count(*) FROM gone WHERE acked) WHERE id = $1
       )
       SELECT CASE WHEN $3::boolean THEN (SELECT count(*) FROM gone WHERE acked IS DISTINCT FROM false)
                   ELSE (SELECT count(*) FROM member WHERE segment_id = $1 AND user_key = ANY ($2::text[])
                           AND NOT wanted AND acked IS DISTINCT FROM false) END::int AS held,
              (SELECT count(*) FROM gone WHERE acked = false AND attribute_state <> 'absent')::int AS unreachable`,
      [segmentId, userKeys, isLast],
    );
    const { held = 0, unreachable = 0 } = rows[0] ?? {};
    if (unreachable > 0) {
      await sql.query("UPDATE erasure SET left_in_braze = left_in_braze + $2 WHERE id = $1", [
        id,
        unreachable,
      ]);
    }
    return held;
  });
}
