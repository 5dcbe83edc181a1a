import { inTransaction, pool } from "@/lib/kernel/database";
import { outcomesKeptFrom } from "@/lib/kernel/event-weeks";

/** A batch has up to 1,000 events; without them it is one small row. */
const BARE_PER_ROW = 5;
const ROWS_PER_FULL = 20;

/**
 * Deletes batches that are older than the retention and done: bare ones, whose week was dropped, and row by row what is in a week that
 * was not, because it has a batch that is not done or is from before there were weeks.
 * @param rows about so many rows at most
 * @returns how many batches it deleted; 0 when nothing old is left that nobody else has locked
 */
export async function pruneBatches(outcomeDays: number, rows: number): Promise<number> {
  const { rowCount: bare } = await pool.query(PRUNE_BARE, [outcomeDays, rows * BARE_PER_ROW]);
  const full = await inTransaction(async (sql) => {
    // Locked first, in a statement of its own: the next one then sees events as they are, in rows or packs, and they stay there.
    const { rows: old } = await sql.query<{ id: string }>(LOCK_OLD, [
      outcomeDays,
      Math.ceil(rows / ROWS_PER_FULL),
    ]);
    if (old.length === 0) return 0;
    const { rowCount } = await sql.query(PRUNE, [old.map(({ id }) => id)]);
    return rowCount ?? 0;
  });
  return (bare ?? 0) + full;
}

const OLD = (limit: string, lock: string) => `
  SELECT id FROM batch WHERE state = 'done' AND received_at < ${outcomesKeptFrom("$1")}
  ORDER BY received_at LIMIT ${limit} ${lock}`;

const LOCK_OLD = OLD("$2", "FOR UPDATE SKIP LOCKED");

// What moves between rows and packs is in one of them at any moment.
const PRUNE_BARE = `
  DELETE FROM batch WHERE id IN (
    SELECT id FROM (${OLD("$2", "")}) old
    WHERE NOT EXISTS (SELECT FROM event e WHERE e.batch_id = old.id) AND NOT EXISTS (SELECT FROM event_pack p WHERE p.batch_id = old.id)
  )`;

const PRUNE = `
  WITH events AS (
    DELETE FROM event WHERE batch_id = ANY ($1::uuid[])
  ), packs AS (
    DELETE FROM event_pack WHERE batch_id = ANY ($1::uuid[])
  )
  DELETE FROM batch WHERE id = ANY ($1::uuid[])`;
