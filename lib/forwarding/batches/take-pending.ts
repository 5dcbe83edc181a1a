import type { Mapping } from "@/lib/forwarding/mapping/map-event";
import {
  type EncryptedMapping,
  MAPPING_OF_SOURCE,
  readMapping,
} from "@/lib/forwarding/mapping/mapping-of-source";
import { anyLength } from "@/lib/kernel/any-length";
import { recordedEvents } from "@/lib/kernel/batch-counts";
import { coalesce } from "@/lib/kernel/coalesce";
import { pool } from "@/lib/kernel/database";
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

/** Batches are read in steps of this many, and of this many bytes, to bound memory. One batch of a source always fits. */
export const MAX_BATCHES = 50;
const MAX_BYTES = 16 * 1024 * 1024;

/** Sources whose batches are read in one statement, and Heap apps whose sources are. Our choice. */
const MOST_SOURCES = 16;
const MOST_APPS = 50;

/**
 * The sources of a Heap app that have pending batches and are not held back: neither they nor their customer paused, and
 * not all of the batches waiting for a decision about event types.
 */
export const findForwardableSources: (heapApp: string) => Promise<ForwardableSource[]> = coalesce(
  async (heapApps: readonly string[]) => {
    const { rows } = await pool.query<
      Omit<ForwardableSource, "mapping"> & { heapApp: string; mapping: EncryptedMapping }
    >({
      name: "find-forwardable-sources",
      text: `SELECT s.heap_app AS "heapApp", s.id, s.customer_id AS "customerId", s.heap_app_id AS "heapAppId",
              s.heap_region AS "heapRegion", s.version, ${MAPPING_OF_SOURCE} AS mapping
       FROM unnest(${anyLength("$1::text[]")}) AS asked (heap_app)
       JOIN source s ON s.heap_app = asked.heap_app JOIN customer c ON c.id = s.customer_id
       CROSS JOIN LATERAL (
         SELECT FROM batch b WHERE b.source_id = s.id AND b.state = 'pending' AND b.held_at IS NULL LIMIT 1
       ) waiting
       WHERE ${SOURCE_FLOWS}
       ORDER BY s.id`,
      values: [heapApps],
    });
    const sources = new Map(heapApps.map((heapApp): [string, ForwardableSource[]] => [heapApp, []]));
    for (const { heapApp, mapping, ...source } of rows)
      sources.get(heapApp)?.push({ ...source, mapping: readMapping(mapping) });
    return heapApps.map((heapApp) => sources.get(heapApp) ?? []);
  },
  { most: MOST_APPS },
);

/** What to take of a source. */
interface Asked {
  sourceId: string;
  /** Batches that were taken already. */
  except: readonly string[];
  /** At most this many batches. */
  limit: number;
}

interface PendingOf {
  /** @neverNull it is one of those that were asked for */
  sourceId: string;
  hasMore: boolean;
}

/** Batches of a source, and whether it has more than these. */
export interface PendingBatches {
  batches: PendingBatch[];
  hasMore: boolean;
}

/**
 * The oldest pending batches of a source, at most `limit`, that make about one call to Heap, except those in `except`.
 */
export const takePending: (asked: Asked) => Promise<PendingBatches> = coalesce(
  async (asked: readonly Asked[]) => {
    const maxBytes = Math.floor(MAX_BYTES / asked.length);
    const except = asked.flatMap((one) => one.except);
    const { rows } = await pool.query<PendingBatch & PendingOf>({
      // Not prepared with a list: a plan for any list would compare each batch with each that is left out, one by one.
      name: except.length === 0 ? "take-pending" : undefined,
      text: `SELECT asked.source_id AS "sourceId", taken.*
       FROM unnest(${anyLength("$1::uuid[]")}, ${anyLength("$2::int[]")}) AS asked (source_id, most)
       CROSS JOIN LATERAL (
         SELECT id, body, accepted, recorded, found > count(*) OVER () AS "hasMore" FROM (
           SELECT id, body, accepted, ${recordedEvents("pending")} AS recorded, count(*) OVER () AS found,
                  row_number() OVER oldest AS place, sum(accepted) OVER oldest AS events, sum(byte_size) OVER oldest AS bytes
           FROM (
             SELECT * FROM batch
             WHERE source_id = asked.source_id AND state = 'pending' AND held_at IS NULL AND id <> ALL ($3::uuid[])
             ORDER BY id LIMIT asked.most + 1
           ) pending
           WINDOW oldest AS (ORDER BY id)
         ) counted
         WHERE place = 1 OR (place <= asked.most AND events <= ${MAX_EVENTS_PER_CALL} AND bytes <= $4)
       ) taken
       ORDER BY id`,
      values: [asked.map(({ sourceId }) => sourceId), asked.map(({ limit }) => limit), except, maxBytes],
    });
    return asked.map(({ sourceId }) => {
      const batches = rows.filter((row) => row.sourceId === sourceId);
      return { batches, hasMore: batches.some(({ hasMore }) => hasMore) };
    });
  },
  { most: MOST_SOURCES },
);

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
