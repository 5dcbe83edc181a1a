import { pool } from "@/lib/db";

/** Rows touched by one statement: small enough to hold no lock for long. */
const CHUNK_ROWS = 1_000;

/** Retired tombstones (members neither wanted nor acked) still fend off late pages of older tasks for this long. */
const TOMBSTONE_DAYS = 30;

export interface Retention {
  /** How long bodies of batches and pages are kept. */
  bodyDays: number;
  /** How long batches, events, deliveries, pages, syncs, pushes and messages are kept. */
  outcomeDays: number;
}

// Only what is settled is pruned: a pending batch, an open sync and an owed member stay, however old.
const STATEMENTS: { text: string; days: (retention: Retention) => number }[] = [
  {
    text: `UPDATE batch SET body = NULL WHERE id IN (
             SELECT id FROM batch WHERE body IS NOT NULL AND state = 'done' AND received_at < now() - make_interval(days => $1) LIMIT $2)`,
    days: (retention) => retention.bodyDays,
  },
  {
    text: `UPDATE page SET body = NULL WHERE id IN (
             SELECT id FROM page WHERE body IS NOT NULL AND received_at < now() - make_interval(days => $1) LIMIT $2)`,
    days: (retention) => retention.bodyDays,
  },
  {
    text: `WITH old AS (
             SELECT id FROM batch WHERE state = 'done' AND received_at < now() - make_interval(days => $1)
             ORDER BY received_at LIMIT $2 / 100
           ), events AS (DELETE FROM event WHERE batch_id IN (SELECT id FROM old))
           DELETE FROM batch WHERE id IN (SELECT id FROM old)`,
    days: (retention) => retention.outcomeDays,
  },
  {
    text: `DELETE FROM delivery WHERE id IN (
             SELECT id FROM delivery WHERE started_at < now() - make_interval(days => $1) LIMIT $2)`,
    days: (retention) => retention.outcomeDays,
  },
  {
    text: `DELETE FROM page WHERE id IN (
             SELECT id FROM page WHERE received_at < now() - make_interval(days => $1) LIMIT $2)`,
    days: (retention) => retention.outcomeDays,
  },
  {
    text: `WITH old AS (
             SELECT id FROM sync WHERE state NOT IN ('queued', 'running') AND requested_at < now() - make_interval(days => $1) LIMIT $2 / 100
           ), pushes AS (DELETE FROM push WHERE sync_id IN (SELECT id FROM old))
           DELETE FROM sync WHERE id IN (SELECT id FROM old)`,
    days: (retention) => retention.outcomeDays,
  },
  {
    text: `DELETE FROM message WHERE id IN (
             SELECT id FROM message WHERE state <> 'waiting' AND created_at < now() - make_interval(days => $1) LIMIT $2)`,
    days: (retention) => retention.outcomeDays,
  },
  {
    text: `DELETE FROM member WHERE ctid IN (
             SELECT m.ctid FROM member m JOIN segment s ON s.id = m.segment_id
             WHERE NOT m.wanted AND m.acked = false
               AND m.task_order < (extract(epoch FROM now()) * 1000)::bigint - $1::bigint * 86400000 LIMIT $2)`,
    days: () => TOMBSTONE_DAYS,
  },
  {
    text: "DELETE FROM idempotent_answer WHERE ctid IN (SELECT ctid FROM idempotent_answer WHERE created_at < now() - make_interval(days => $1) LIMIT $2)",
    days: () => 1,
  },
];

/**
 * Prunes one chunk of everything that is older than the retention.
 * @returns how many rows it touched; 0 when nothing old is left
 */
export async function applyRetention(retention: Retention): Promise<number> {
  let touched = 0;
  for (const { text, days } of STATEMENTS) {
    const { rowCount } = await pool.query(text, [days(retention), CHUNK_ROWS]);
    touched += rowCount ?? 0;
  }
  return touched;
}
