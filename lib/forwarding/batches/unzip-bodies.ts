import { setTimeout } from "node:timers/promises";
import { inTransaction, pool } from "@/lib/kernel/database";
import { unzipBody } from "./stored-body";

/** Bodies at a time: of up to 16 MB each, and most have some 50 KB. Our choice. */
const MAX_BATCHES = 10;
/** How long the last ones that somebody else is changing are waited for at a time. */
const BUSY_MS = 500;

/**
 * Ends the zipping of bodies and stores all of them as they were received, so that an older version can read them. It may be
 * repeated.
 * @param tell told after each chunk how many are done
 * @returns how many it unzipped
 */
export async function unzipBodies(tell: (done: number) => void): Promise<number> {
  await pool.query("UPDATE body_zipping SET starts_at = NULL");
  for (let done = 0; ; ) {
    const ofChunk = await unzipChunk();
    done += ofChunk;
    if (ofChunk > 0) tell(done);
    else if (await isSomeZipped()) await setTimeout(BUSY_MS);
    else return done;
  }
}

async function isSomeZipped(): Promise<boolean> {
  const { rowCount } = await pool.query("SELECT FROM batch WHERE body_zip IS NOT NULL LIMIT 1");
  return (rowCount ?? 0) > 0;
}

/** What somebody else has locked is left for later, so that none waits for the other. */
async function unzipChunk(): Promise<number> {
  return inTransaction(async (sql) => {
    const { rows } = await sql.query<{ id: string /** @neverNull asked for */; zip: Buffer }>(
      `SELECT id, body_zip AS zip FROM batch WHERE body_zip IS NOT NULL
       ORDER BY received_at LIMIT ${MAX_BATCHES} FOR NO KEY UPDATE SKIP LOCKED`,
    );
    for (const { id, zip } of rows) {
      const body = await unzipBody(zip);
      await sql.query("UPDATE batch SET body = $2, body_zip = NULL WHERE id = $1", [id, body]);
    }
    return rows.length;
  });
}
