import { setTimeout } from "node:timers/promises";
import { tryLockBooks } from "@/lib/forwarding/batches/lock-books";
import { isDataError } from "@/lib/kernel/data-error";
import { inTransaction, pool } from "@/lib/kernel/database";
import { PACKED_UNTIL } from "@/lib/kernel/event-weeks";
import { log } from "@/lib/kernel/log";
import { termOf } from "@/lib/kernel/packed-events";
import { unpackBatches } from "./unpack-batches";

/** So many batches and events are packed, and the books of their sources locked, at a time. One batch always fits. Our choice. */
const MAX_BATCHES = 50;
const MAX_EVENTS = 2_000;
/** How long to wait when somebody else writes to the books of the next source. */
const BUSY_MS = 100;

/** How far a chunk got: through so many batches, or to a source whose books somebody else has locked. */
type Went = number | "busy";

/**
 * Packs the events of weeks that are over, oldest first, for at most this long. Between chunks it waits for as long as the last one
 * took, so that it takes half of a core at most.
 * @returns how many batches it went through; 0 when there is nothing to do, or not yet (docs/decisions/044-packed-events.md)
 */
export async function packEventsFor(seconds: number): Promise<number> {
  const deadlineMs = performance.now() + seconds * 1_000;
  for (let done = 0; ; ) {
    const startedMs = performance.now();
    const went = await packNext();
    if (went !== "busy") done += went;
    if (went === 0 || performance.now() > deadlineMs) return done;
    await setTimeout(went === "busy" ? BUSY_MS : performance.now() - startedMs);
  }
}

/** A batch that the database refuses to pack stays in rows, and holds up no others. */
async function packNext(): Promise<Went> {
  let tried: readonly string[] = [];
  const pack = (most: number) =>
    packChunk(most, (batchIds) => {
      tried = batchIds;
    });
  for (const most of [MAX_BATCHES, 1]) {
    try {
      return await pack(most);
    } catch (err) {
      if (!isDataError(err)) throw err;
      if (most === 1)
        log.error({ err, batchId: tried[0] }, "the events of a batch cannot be packed; they stay in rows");
    }
  }
  await pool.query("UPDATE event_packing SET packed_until = GREATEST(packed_until, $1::uuid)", [tried[0]]);
  return tried.length;
}

/** @param tell told which batches it is about to pack */
async function packChunk(most: number, tell: (batchIds: readonly string[]) => void): Promise<Went> {
  return inTransaction(async (sql) => {
    // Whoever ends the packing waits for this chunk, and a second run of it for the first. How far it may go is read once: a week that
    // is prepared from now on is for the next chunk.
    const { rows } = await sql.query<{ packedUntil: string | null; until: string }>(
      `SELECT p.packed_until AS "packedUntil", ${PACKED_UNTIL} AS until FROM body_zipping z CROSS JOIN event_packing p
       WHERE z.starts_at <= now() FOR SHARE OF z FOR UPDATE OF p`,
    );
    const [state] = rows;
    if (!state) return 0;

    const { rows: oldest } = await sql.query<{ id: string; sourceId: string }>(OLDEST, [
      state.packedUntil,
      state.until,
      most,
    ]);
    // Waiting for one source would hold up the others whose books are locked already.
    const locked = await tryLockBooks(sql, [...new Set(oldest.map(({ sourceId }) => sourceId))]);
    const refused = oldest.findIndex(({ sourceId }) => !locked.has(sourceId));
    if (refused === 0) return "busy";

    const batchIds = (refused === -1 ? oldest : oldest.slice(0, refused)).map(({ id }) => id);
    tell(batchIds);
    if (batchIds.length > 0) {
      // Retention takes no turns, and may have deleted some.
      const { rows: kept } = await sql.query<{ id: string }>(
        "SELECT id FROM batch WHERE id = ANY ($1::uuid[]) FOR KEY SHARE",
        [batchIds],
      );
      const keptIds = kept.map(({ id }) => id);
      // None has a pack, unless a process that froze for more than a day recorded events once more.
      await unpackBatches(sql, keptIds);
      await sql.query(PACK, [keptIds]);
    }
    await sql.query("UPDATE event_packing SET packed_until = GREATEST(packed_until, $1::uuid)", [
      batchIds.at(-1) ?? state.until,
    ]);
    return batchIds.length;
  });
}

// What is done for less than a day may still be in the hands of a process that froze: it would record it again. It stays in rows for as
// long as it is kept, as does what is not done.
const OLDEST = `
  SELECT id, source_id AS "sourceId" FROM (
    SELECT id, source_id, row_number() OVER oldest AS place, sum(accepted) OVER oldest AS events
    FROM (
      SELECT id, source_id, accepted FROM batch
      WHERE ($1::uuid IS NULL OR id > $1::uuid) AND id < $2::uuid
        AND state = 'done' AND done_at < now() - interval '1 day'
      ORDER BY id LIMIT $3
    ) next
    WINDOW oldest AS (ORDER BY id)
  ) summed
  WHERE place = 1 OR events <= ${MAX_EVENTS} ORDER BY id`;

/** As PostgreSQL writes a UUID: then 16 bytes say all of it. */
const IS_UUID = "t.event_id ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'";

// Most events of a batch share their type and name, and nearly all of them what became of them, so both are stored once.
const PACK = `
  WITH taken AS (
    DELETE FROM event WHERE batch_id = ANY ($1::uuid[]) RETURNING *
  ), ranked AS (
    SELECT *, dense_rank() OVER (PARTITION BY batch_id ORDER BY type, name) AS kind,
           dense_rank() OVER (PARTITION BY batch_id ORDER BY outcome, field, reason, delivery_id, recorded_at) AS result
    FROM taken
  ), kinds AS (
    SELECT batch_id, array_agg(type ORDER BY kind) AS types, array_agg(name ORDER BY kind) AS names
    FROM (SELECT DISTINCT batch_id, kind, type, name FROM ranked) k GROUP BY batch_id
  ), results AS (
    SELECT batch_id, array_agg(outcome ORDER BY result) AS outcomes, array_agg(field ORDER BY result) AS fields,
           array_agg(reason ORDER BY result) AS reasons, array_agg(delivery_id ORDER BY result) AS delivery_ids,
           array_agg(recorded_at ORDER BY result) AS recorded_ats
    FROM (SELECT DISTINCT batch_id, result, outcome, field, reason, delivery_id, recorded_at FROM ranked) r GROUP BY batch_id
  ), terms AS (
    SELECT t.batch_id, array_agg(DISTINCT term) AS terms
    FROM taken t CROSS JOIN LATERAL (VALUES
      (CASE WHEN t.identity IS NOT NULL THEN ${termOf("identity", "t.source_id::text", "t.identity")} END),
      (CASE WHEN t.event_id IS NOT NULL THEN ${termOf("event_id", "t.source_id::text", "t.event_id")} END),
      (CASE WHEN t.delivery_id IS NOT NULL THEN ${termOf("delivery_id", "t.source_id::text", "t.delivery_id::text")} END)
    ) AS v (term) WHERE term IS NOT NULL GROUP BY t.batch_id
  ), events AS (
    SELECT t.batch_id, t.source_id, array_agg(t.index::smallint ORDER BY t.index) AS places,
           array_agg(CASE WHEN ${IS_UUID} THEN t.event_id::uuid END ORDER BY t.index) AS event_uuids,
           CASE WHEN bool_or(NOT ${IS_UUID})
                THEN array_agg(CASE WHEN NOT ${IS_UUID} THEN t.event_id END ORDER BY t.index) END AS event_texts,
           array_agg(t.identity ORDER BY t.index) AS identities, array_agg(t.occurred_at ORDER BY t.index) AS occurred_ats,
           array_agg(t.kind::smallint ORDER BY t.index) AS kinds, array_agg(t.result::smallint ORDER BY t.index) AS results
    FROM ranked t GROUP BY t.batch_id, t.source_id
  )
  INSERT INTO event_pack (batch_id, source_id, places, event_uuids, event_texts, identities, occurred_ats, kinds, types, names,
                          results, outcomes, fields, reasons, delivery_ids, recorded_ats, terms)
  SELECT e.batch_id, e.source_id, e.places, e.event_uuids, e.event_texts, e.identities, e.occurred_ats, e.kinds, k.types, k.names,
         e.results, r.outcomes, r.fields, r.reasons, r.delivery_ids, r.recorded_ats, COALESCE(t.terms, '{}')
  FROM events e JOIN kinds k USING (batch_id) JOIN results r USING (batch_id) LEFT JOIN terms t USING (batch_id)`;
