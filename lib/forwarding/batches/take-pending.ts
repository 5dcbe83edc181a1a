import type { Mapping } from "@/lib/forwarding/mapping/map-event";
import {
  type EncryptedMapping,
  MAPPING_OF_SOURCE,
  readMapping,
} from "@/lib/forwarding/mapping/mapping-of-source";
import { recordedEvents } from "@/lib/kernel/batch-counts";
import { pool, type Sql } from "@/lib/kernel/database";
import { SOURCE_FLOWS } from "@/lib/kernel/holds/hold-rule";
import { MAX_EVENTS_PER_CALL } from "@/lib/vendors/heap/limits";

export interface ForwardableSource {
  id: string;
  customerId: string;
  heapAppId: string;
  heapRegion: string;
  /** Of its settings. */
  version: number;
  mapping: Mapping;
}

export interface PendingBatch {
  id: string;
  /** @neverNull bodies are pruned of batches that are done only */
  body: Buffer;
  accepted: number;
  /** How many of its events are already in the books. */
  recorded: number;
}

/** Batches are read in steps of this many, and of this many bytes, to bound memory. One batch always fits. */
export const MAX_BATCHES = 50;
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * The sources of a Heap app that have pending batches and are not held back: neither they nor their customer paused, and
 * not all of the batches waiting for a decision about event types.
 */
export async function findForwardableSources(heapApp: string): Promise<ForwardableSource[]> {
  const { rows } = await pool.query<Omit<ForwardableSource, "mapping"> & { mapping: EncryptedMapping }>(
    `SELECT s.id, s.customer_id AS "customerId", s.heap_app_id AS "heapAppId", s.heap_region AS "heapRegion",
            s.version, ${MAPPING_OF_SOURCE} AS mapping
     FROM source s JOIN customer c ON c.id = s.customer_id
     WHERE s.heap_app = $1 AND ${SOURCE_FLOWS}
       AND EXISTS (SELECT FROM batch b WHERE b.source_id = s.id AND b.state = 'pending' AND b.held_at IS NULL)
     ORDER BY s.id`,
    [heapApp],
  );
  return rows.map((row) => ({ ...row, mapping: readMapping(row.mapping) }));
}

/** The oldest pending batches of a source, at most `limit`, that make about one call to Heap, except those in `except`. */
export async function takePending(
  sourceId: string,
  except: readonly string[],
  limit: number,
): Promise<PendingBatch[]> {
  // Not a prepared statement: a plan for any list would compare each batch with each of `except`, one by one.
  const { rows } = await pool.query<PendingBatch>(
    `
      SELECT id, body, accepted, recorded FROM (
        SELECT id, body, accepted, ${recordedEvents("pending")} AS recorded,
               row_number() OVER oldest AS place, sum(accepted) OVER oldest AS events, sum(byte_size) OVER oldest AS bytes
        FROM (
          SELECT * FROM batch
          WHERE source_id = $1 AND state = 'pending' AND held_at IS NULL AND id <> ALL ($2::uuid[])
          ORDER BY id LIMIT $3
        ) pending
        WINDOW oldest AS (ORDER BY id)
      ) taken
      WHERE place = 1 OR (events <= ${MAX_EVENTS_PER_CALL} AND bytes <= ${MAX_BYTES})
      ORDER BY id`,
    [sourceId, except, limit],
  );
  return rows;
}

/** Whether a Heap app has pending batches that may be forwarded now, apart from those in `except`. */
export async function hasPending(heapApp: string, except: readonly string[]): Promise<boolean> {
  const { rowCount } = await pool.query(
    `SELECT FROM source s JOIN customer c ON c.id = s.customer_id
     WHERE s.heap_app = $1 AND ${SOURCE_FLOWS}
       AND EXISTS (SELECT FROM batch b WHERE b.source_id = s.id AND b.state = 'pending' AND b.held_at IS NULL
                     AND b.id <> ALL ($2::uuid[]))`,
    [heapApp, except],
  );
  return (rowCount ?? 0) > 0;
}

/** Which of the events from one place to another in these batches are already in the books, as `<batch id>/<index>`. */
export async function findRecorded(
  batchIds: readonly string[],
  [from, until]: readonly [number, number],
): Promise<Set<string>> {
  if (batchIds.length === 0) return new Set();
  const { rows } = await pool.query<{ place: string }>(
    `SELECT batch_id || '/' || index AS place FROM event
     WHERE batch_id = ANY ($1::uuid[]) AND index >= $2 AND index < $3`,
    [batchIds, from, until],
  );
  return new Set(rows.map((row) => row.place));
}

/**
 * Which of these Braze event ids a source already has in its books, from the batch `since` on (known-since.ts).
 * @param sql the transaction to use, or the pool
 */
export async function findKnownEvents(
  sql: Sql,
  sourceId: string,
  eventIds: readonly string[],
  since: string,
): Promise<Set<string>> {
  // Not prepared: its plan might be from when a week that has begun was still empty, and read all of it for each id. One look-up
  // for each id in each of these weeks, whatever the planner believes: never a scan of all events of the source. A bound above as well
  // would leave out the weeks to come, but the planner, when it knows nothing of a week, takes a range for as rare as an id.
  const { rows } = await sql.query<{
    /** @neverNull it is one of the ids that were asked for */
    eventId: string;
  }>(
    `SELECT asked.event_id AS "eventId" FROM unnest($2::text[]) AS asked (event_id)
           CROSS JOIN LATERAL (
             SELECT FROM event e
             WHERE e.source_id = $1 AND e.event_id = asked.event_id AND e.outcome <> 'duplicate'
               AND e.batch_id >= $3
             LIMIT 1
           ) known`,
    [sourceId, eventIds, since],
  );
  return new Set(rows.map((row) => row.eventId));
}
