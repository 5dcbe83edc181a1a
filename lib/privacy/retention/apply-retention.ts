import { OWED_BY_SOURCE } from "@/lib/forwarding/user-properties/take-owed";
import { pool } from "@/lib/kernel/database";
import { MAX_SESSION_DAYS } from "@/lib/team/sessions/live-session";
import { pruneBatches } from "./prune-batches";

/** Rows touched by one statement: few enough not to hold locks for long. */
const CHUNK_ROWS = 1_000;

/** How long the counts of the history are kept, whatever the retention: two years. */
const HISTORY_DAYS = 731;

/** How long retired tombstones (members neither wanted nor acked, and without a value in Braze) still ward off late pages of older tasks. */
const TOMBSTONE_DAYS = 30;

export interface Retention {
  /** How long bodies of batches and pages are kept. */
  bodyDays: number;
  /**
   * How long everything else is kept: batches, events, deliveries, pages, syncs, replays, messages, resolved alerts. Batches
   * and events go by whole weeks, up to seven days later.
   */
  outcomeDays: number;
}

/** By owner, so that the primary keys find what is old. The latest day of a segment says that its state is known. */
const HISTORY_STATEMENTS = [
  `DELETE FROM event_hour WHERE ctid IN (
     SELECT old.ctid FROM source s CROSS JOIN LATERAL (
       SELECT h.ctid FROM event_hour h WHERE h.source_id = s.id AND h.hour < now() - make_interval(days => $1) LIMIT $2
     ) old LIMIT $2)`,
  `DELETE FROM event_day WHERE ctid IN (
     SELECT old.ctid FROM source s CROSS JOIN LATERAL (
       SELECT d.ctid FROM event_day d WHERE d.source_id = s.id AND d.day < now() - make_interval(days => $1) LIMIT $2
     ) old LIMIT $2)`,
  `DELETE FROM lag_hour WHERE ctid IN (
     SELECT old.ctid FROM source s CROSS JOIN LATERAL (
       SELECT h.ctid FROM lag_hour h WHERE h.source_id = s.id AND h.hour < now() - make_interval(days => $1) LIMIT $2
     ) old LIMIT $2)`,
  `DELETE FROM call_hour WHERE ctid IN (
     SELECT old.ctid FROM (SELECT id FROM source UNION ALL SELECT id FROM destination) o CROSS JOIN LATERAL (
       SELECT h.ctid FROM call_hour h WHERE h.owner_id = o.id AND h.hour < now() - make_interval(days => $1) LIMIT $2
     ) old LIMIT $2)`,
  `DELETE FROM segment_day WHERE ctid IN (
     SELECT old.ctid FROM segment s CROSS JOIN LATERAL (
       SELECT d.ctid FROM segment_day d WHERE d.segment_id = s.id AND d.day < now() - make_interval(days => $1)
         AND EXISTS (SELECT FROM segment_day l WHERE l.segment_id = s.id AND l.day > d.day) LIMIT $2
     ) old LIMIT $2)`,
];

// Prunes only what is settled: a pending batch, an open sync, a call without a recorded answer, an open alert and an
// owed member stay, however old.
const STATEMENTS: { text: string; days: (retention: Retention) => number }[] = [
  {
    text: `UPDATE batch SET body = NULL WHERE id IN (
             SELECT id FROM batch WHERE body IS NOT NULL AND state = 'done' AND received_at < now() - make_interval(days => $1) LIMIT $2)`,
    days: (retention) => retention.bodyDays,
  },
  {
    // Only bodies of batches that are done are zipped.
    text: `UPDATE batch SET body_zip = NULL WHERE id IN (
             SELECT id FROM batch WHERE body_zip IS NOT NULL AND received_at < now() - make_interval(days => $1) LIMIT $2)`,
    days: (retention) => retention.bodyDays,
  },
  {
    text: `UPDATE page SET body = NULL WHERE id IN (
             SELECT id FROM page WHERE body IS NOT NULL AND received_at < now() - make_interval(days => $1) LIMIT $2)`,
    days: (retention) => retention.bodyDays,
  },
  {
    text: `DELETE FROM delivery WHERE id IN (
             SELECT id FROM delivery WHERE state <> 'sending' AND started_at < now() - make_interval(days => $1) LIMIT $2)`,
    days: (retention) => retention.outcomeDays,
  },
  {
    text: `DELETE FROM page WHERE id IN (
             SELECT id FROM page WHERE received_at < now() - make_interval(days => $1) LIMIT $2)`,
    days: (retention) => retention.outcomeDays,
  },
  {
    text: `WITH old AS (
             SELECT id FROM sync y WHERE state NOT IN ('queued', 'running') AND requested_at < now() - make_interval(days => $1)
               AND NOT EXISTS (SELECT FROM push p WHERE p.segment_id = y.segment_id AND p.state = 'sending' AND p.sync_id = y.id)
             LIMIT $2 / 100
           ), pushes AS (DELETE FROM push WHERE sync_id IN (SELECT id FROM old))
           DELETE FROM sync WHERE id IN (SELECT id FROM old)`,
    days: (retention) => retention.outcomeDays,
  },
  {
    // By when its batch was received: the sender's time may be any. A deletion that has not begun needs the customer's merges.
    text: `DELETE FROM identity_change WHERE id IN (
             SELECT c.id FROM identity_change c LEFT JOIN batch b ON b.id = c.batch_id
             WHERE (b.id IS NULL OR b.state = 'done' AND b.received_at < now() - make_interval(days => $1))
               AND NOT EXISTS (SELECT FROM deletion_request r WHERE r.customer_id = c.customer_id
                                 AND r.started_at IS NULL AND r.state IN ('open', 'under_way', 'failed')) LIMIT $2)`,
    days: (retention) => retention.outcomeDays,
  },
  {
    // What is owed stays, unless it is for a Heap app that the source no longer sends to, or by a rule it no longer has.
    text: `DELETE FROM user_property WHERE id IN (
             SELECT p.id FROM user_property p JOIN source s ON s.id = p.source_id
             WHERE p.changed_at < now() - make_interval(days => $1) AND NOT (${OWED_BY_SOURCE}) LIMIT $2)`,
    days: (retention) => retention.outcomeDays,
  },
  {
    // While the person is suppressed the request stays, so that they can be allowed again.
    text: `WITH old AS (
             SELECT id FROM deletion_request WHERE (state = 'refused' OR lifted_at IS NOT NULL)
               AND finished_at < now() - make_interval(days => $1) LIMIT $2
           ), steps AS (DELETE FROM deletion_step WHERE deletion_request_id IN (SELECT id FROM old))
           DELETE FROM deletion_request WHERE id IN (SELECT id FROM old)`,
    days: (retention) => retention.outcomeDays,
  },
  {
    text: `DELETE FROM message WHERE id IN (
             SELECT id FROM message WHERE state <> 'waiting' AND created_at < now() - make_interval(days => $1) LIMIT $2)`,
    days: (retention) => retention.outcomeDays,
  },
  {
    text: `DELETE FROM replay WHERE id IN (
             SELECT id FROM replay WHERE state NOT IN ('queued', 'running')
               AND requested_at < now() - make_interval(days => $1) LIMIT $2)`,
    days: (retention) => retention.outcomeDays,
  },
  {
    text: `WITH old AS (
             SELECT id FROM alert WHERE resolved_at < now() - make_interval(days => $1) LIMIT $2
           ), notices AS (DELETE FROM notice WHERE alert_id IN (SELECT id FROM old)),
           notes AS (DELETE FROM alert_note WHERE alert_id IN (SELECT id FROM old))
           DELETE FROM alert WHERE id IN (SELECT id FROM old)`,
    days: (retention) => retention.outcomeDays,
  },
  {
    text: `DELETE FROM dry_run WHERE id IN (
             SELECT id FROM dry_run WHERE requested_at < now() - make_interval(days => $1) LIMIT $2)`,
    days: (retention) => retention.outcomeDays,
  },
  {
    text: `DELETE FROM match_check WHERE id IN (
             SELECT id FROM match_check WHERE state NOT IN ('queued', 'running')
               AND requested_at < now() - make_interval(days => $1) LIMIT $2 / 20)`,
    days: (retention) => retention.outcomeDays,
  },
  {
    // The ids of a sample are as personal as a body.
    text: `DELETE FROM sampled_id WHERE match_check_id IN (
             SELECT id FROM match_check c WHERE state NOT IN ('queued', 'running')
               AND requested_at < now() - make_interval(days => $1)
               AND EXISTS (SELECT FROM sampled_id WHERE match_check_id = c.id) LIMIT $2 / 20)`,
    days: (retention) => retention.bodyDays,
  },
  {
    // The newest task of a segment holds its name.
    text: `DELETE FROM task WHERE id IN (
             SELECT id FROM task t WHERE state <> 'receiving' AND last_page_at < now() - make_interval(days => $1)
               AND EXISTS (SELECT FROM task n WHERE n.segment_id = t.segment_id AND n.task_order > t.task_order) LIMIT $2)`,
    days: (retention) => retention.outcomeDays,
  },
  {
    text: `DELETE FROM member WHERE ctid IN (
             SELECT m.ctid FROM member m
             WHERE NOT m.wanted AND m.acked = false AND m.attribute_state = 'absent'
               AND m.task_order < (extract(epoch FROM now()) * 1000)::bigint - $1::bigint * 86400000 LIMIT $2)`,
    days: () => TOMBSTONE_DAYS,
  },
  {
    text: "DELETE FROM call_budget WHERE ctid IN (SELECT ctid FROM call_budget WHERE ends_at < now() - make_interval(days => $1) LIMIT $2)",
    days: (retention) => retention.outcomeDays,
  },
  {
    text: "DELETE FROM idempotent_answer WHERE ctid IN (SELECT ctid FROM idempotent_answer WHERE created_at < now() - make_interval(days => $1) LIMIT $2)",
    days: () => 1,
  },
  {
    // Of jobs that were given up; an erasure is tried again long before that.
    text: "DELETE FROM open_slice WHERE ctid IN (SELECT ctid FROM open_slice WHERE begun_at < now() - make_interval(days => $1) LIMIT $2)",
    days: (retention) => retention.outcomeDays,
  },
  ...HISTORY_STATEMENTS.map((text) => ({ text, days: () => HISTORY_DAYS })),
  {
    // However it ended, no session lives longer.
    text: `DELETE FROM session WHERE id IN (
             SELECT id FROM session WHERE created_at < now() - make_interval(days => $1) LIMIT $2)`,
    days: () => MAX_SESSION_DAYS,
  },
];

/**
 * Prunes everything that is older than the retention, chunk after chunk, for at most this long.
 * @returns how many rows it touched; 0 when nothing old is left
 * @throws what a statement threw, once the others have nothing left to prune
 */
export async function pruneFor(retention: Retention, seconds: number): Promise<number> {
  const deadlineMs = Date.now() + seconds * 1_000;
  for (let touched = 0; ; ) {
    const { rows, faults } = await pruneChunk(retention);
    touched += rows;
    if (rows === 0 && faults.length > 0) throw faults[0];
    if (rows === 0 || Date.now() > deadlineMs) return touched;
  }
}

/**
 * Prunes one chunk of everything that is older than the retention.
 * @returns how many rows it touched; 0 when nothing old is left
 * @throws what a statement threw, after the others
 */
export async function applyRetention(retention: Retention): Promise<number> {
  const { rows, faults } = await pruneChunk(retention);
  if (faults.length > 0) throw faults[0];
  return rows;
}

/** A table that cannot be pruned holds up none of the others. */
async function pruneChunk(retention: Retention): Promise<{ rows: number; faults: unknown[] }> {
  let rows = 0;
  const faults: unknown[] = [];
  const count = (pruned: Promise<number>) =>
    pruned.then(
      (ofTable) => {
        rows += ofTable;
      },
      (err) => faults.push(err),
    );
  await count(pruneBatches(retention.outcomeDays, CHUNK_ROWS));
  for (const { text, days } of STATEMENTS) {
    await count(pool.query(text, [days(retention), CHUNK_ROWS]).then(({ rowCount }) => rowCount ?? 0));
  }
  return { rows, faults };
}
