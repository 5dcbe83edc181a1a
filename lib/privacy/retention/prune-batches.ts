import { inTransaction } from "@/lib/kernel/database";
import { outcomesKeptFrom } from "@/lib/kernel/event-weeks";

/** A batch has up to 1,000 events; without them it is one small row. */
const BARE_PER_ROW = 5;
const ROWS_PER_FULL = 20;

/**
 * Deletes batches that are older than the retention and done: bare ones, whose week was dropped, and row by row what is in a week that
 * was not, because it has a batch that is not done or is from before there were weeks.
 * @param rows about so many rows at most
 * @returns how many batches it deleted; 0 when nothing old is left
 */
export async function pruneBatches(outcomeDays: number, rows: number): Promise<number> {
  return inTransaction(async (sql) => {
    // Locked first, in a statement of its own: the next one then sees events as they are, in rows or packs, and they stay there.
    const { rows: old } = await sql.query<{ id: string }>(OLD, [outcomeDays, rows * BARE_PER_ROW]);
    if (old.length === 0) return 0;
    const { rowCount } = await sql.query(PRUNE, [old.map(({ id }) => id), Math.ceil(rows / ROWS_PER_FULL)]);
    return rowCount ?? 0;
  });
}

const OLD = `
  SELECT id FROM batch WHERE state = 'done' AND received_at < ${outcomesKeptFrom("$1")}
  ORDER BY received_at LIMIT $2 FOR UPDATE SKIP LOCKED`;

const PRUNE = `
  WITH old AS (
    SELECT id FROM unnest($1::uuid[]) AS o (id)
  ), bare AS (
    SELECT id FROM old WHERE NOT EXISTS (SELECT FROM event e WHERE e.batch_id = old.id)
      AND NOT EXISTS (SELECT FROM event_pack p WHERE p.batch_id = old.id)
  ), full_ones AS (
    SELECT id FROM old WHERE id NOT IN (SELECT id FROM bare) LIMIT $2
  ), events AS (
    DELETE FROM event WHERE batch_id IN (SELECT id FROM full_ones)
  ), packs AS (
    DELETE FROM event_pack WHERE batch_id IN (SELECT id FROM full_ones)
  )
  DELETE FROM batch WHERE id IN (SELECT id FROM bare UNION ALL SELECT id FROM full_ones)`;
