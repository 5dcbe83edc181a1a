import { lockBooks } from "@/lib/forwarding/batches/lock-books";
import { inTransaction, pool, type Sql } from "@/lib/kernel/database";
import { COLUMNS, unpacked } from "@/lib/kernel/packed-events";

/** So many batches are unpacked at a time. Our choice. */
const MAX_BATCHES = 20;

/**
 * Stores the events of these batches in rows again, where they are in packs: to be changed, or read by an older version. They stay in
 * rows from then on.
 * @param sql a transaction that has locked the books of their sources
 */
export async function unpackBatches(sql: Sql, batchIds: readonly string[]): Promise<void> {
  // Retention takes no turns: it would miss the rows that come, and leave them without their batch.
  await sql.query("SELECT FROM batch WHERE id = ANY ($1::uuid[]) FOR KEY SHARE", [batchIds]);
  await sql.query(UNPACK, [batchIds]);
  await sql.query("DELETE FROM event_pack WHERE batch_id = ANY ($1::uuid[])", [batchIds]);
}

/**
 * Unpacks everything, so that an older version can read it, once the packing was ended (`unzipBodies` does it for both). It may be repeated.
 * @param tell told after each chunk how many batches are done
 * @returns how many batches it unpacked
 */
export async function unpackAll(tell: (done: number) => void): Promise<number> {
  await pool.query("UPDATE event_packing SET packed_until = NULL, shrunk_until = NULL");
  for (let done = 0; ; ) {
    const ofChunk = await unpackChunk();
    if (ofChunk === 0) return done;
    done += ofChunk;
    tell(done);
  }
}

/** Of one source, so that nobody waits for another one's turn. */
async function unpackChunk(): Promise<number> {
  const { rows } = await pool.query<{ batchId: string; sourceId: string }>(OLDEST_OF_ONE_SOURCE);
  const [first] = rows;
  if (!first) return 0;

  await inTransaction(async (sql) => {
    await lockBooks(sql, first.sourceId);
    await unpackBatches(
      sql,
      rows.map(({ batchId }) => batchId),
    );
  });
  return rows.length;
}

const OLDEST_OF_ONE_SOURCE = `
  SELECT batch_id AS "batchId", source_id AS "sourceId" FROM event_pack
  WHERE source_id = (SELECT source_id FROM event_pack ORDER BY batch_id LIMIT 1)
  ORDER BY batch_id NULLS FIRST LIMIT ${MAX_BATCHES}`;

// Rows first, then packs: in this order whoever drops a week locks the tables. An event that a process recorded once more stays as it did.
const UNPACK = `
  INSERT INTO event (${COLUMNS}, customer_id)
  SELECT ${COLUMNS}, (SELECT customer_id FROM source s WHERE s.id = e.source_id)
  FROM ${unpacked("event_pack p")} e WHERE e.batch_id = ANY ($1::uuid[])
  ON CONFLICT DO NOTHING`;
