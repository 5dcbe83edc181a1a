import { setTimeout } from "node:timers/promises";
import { inTransaction, pool } from "@/lib/kernel/database";
import { zipBody } from "./stored-body";

/** So many bodies and bytes of them are in memory, and locked, at a time. One body always fits. Our choice. */
const MAX_BATCHES = 100;
const MAX_BYTES = 8 * 1024 * 1024;

/**
 * Zips the bodies of batches that are done, oldest first, for at most this long. Between chunks it waits for as long as the last
 * one took, so that it takes half of a core at most.
 * @returns how many it zipped; 0 when there is nothing to do, or not yet (docs/decisions/040-bytes.md)
 */
export async function zipBodiesFor(seconds: number): Promise<number> {
  const deadlineMs = performance.now() + seconds * 1_000;
  for (let zipped = 0; ; ) {
    const startedMs = performance.now();
    const ofChunk = await zipChunk();
    zipped += ofChunk;
    if (ofChunk === 0 || performance.now() > deadlineMs) return zipped;
    await setTimeout(performance.now() - startedMs);
  }
}

/** Begins to zip bodies now, whatever was said before. */
export async function startZipping(): Promise<void> {
  await pool.query("UPDATE body_zipping SET starts_at = now()");
}

async function zipChunk(): Promise<number> {
  const { rows: found } = await pool.query<{ id: string }>(OLDEST);
  if (found.length === 0) return 0;

  return inTransaction(async (sql) => {
    // Whoever ends the zipping waits for this chunk.
    const { rowCount: mayZip } = await sql.query(
      "SELECT FROM body_zipping WHERE starts_at <= now() FOR SHARE",
    );
    if (mayZip === 0) return 0;

    // Locked, because an erasure may change it; what somebody else has locked waits for the next time.
    const { rows } = await sql.query<{ id: string /** @neverNull asked for */; body: Buffer }>(
      `SELECT id, body FROM batch WHERE id = ANY ($1::uuid[]) AND body IS NOT NULL AND state = 'done'
       FOR NO KEY UPDATE SKIP LOCKED`,
      [found.map(({ id }) => id)],
    );
    const zips: Buffer[] = [];
    for (const { body } of rows) zips.push(await zipBody(body));
    const { rowCount } = await sql.query(
      `UPDATE batch b SET body = NULL, body_zip = z.zip
       FROM unnest($1::uuid[], $2::bytea[]) AS z (id, zip) WHERE b.id = z.id`,
      [rows.map(({ id }) => id), zips],
    );
    return rowCount ?? 0;
  });
}

const OLDEST = `
  SELECT id FROM (
    SELECT id, row_number() OVER oldest AS place, sum(byte_size) OVER oldest AS bytes
    FROM (
      SELECT id, received_at, byte_size FROM batch WHERE body IS NOT NULL AND state = 'done'
      ORDER BY received_at LIMIT ${MAX_BATCHES}
    ) next
    WINDOW oldest AS (ORDER BY received_at, id)
  ) summed
  WHERE place = 1 OR bytes <= ${MAX_BYTES}`;
