import { IDENTIFIER_KIND, readIdentifierKind } from "@/lib/cohorts/members/identifier-of-members";
import { storedBody, unzipBody } from "@/lib/forwarding/batches/stored-body";
import { pool, type Queryable } from "@/lib/kernel/database";
import { eventsOf } from "@/lib/kernel/packed-events";
import { normalForm } from "@/lib/vendors/braze/address-forms";
import type { IdentifierKind } from "@/prisma/generated/enums";
import { isWantedSql, type Wanted } from "./match-identity";

/** Rows and bytes of one chunk: held in memory at once, and changed in one transaction. */
const MAX_BATCHES = 200;
const MAX_PAGES = 100;
const MAX_BYTES = 8 * 1024 * 1024;

/** The position of a walk: whose rows (a source, a destination, a segment), and the last one done. */
export interface Place {
  ownerId: string | null;
  id: string | null;
}

export const START: Place = { ownerId: null, id: null };

export interface WalkedBatch {
  id: string;
  isPending: boolean;
  /** Null once retention has pruned it. */
  body: Buffer | null;
}

export interface WalkedPage {
  id: string;
  body: Buffer;
  /**
   * How its members are named now; as the destination says where the page has no segment.
   * @neverNull every page has a destination
   */
  identifierKind: IdentifierKind;
}

/** The sources, destinations or segments of a customer at or after a position, in the order of a walk. */
async function ownersFrom(
  table: "source" | "destination" | "segment",
  customerId: string,
  place: Place,
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM ${table} WHERE customer_id = $1 AND ($2::uuid IS NULL OR id >= $2::uuid) ORDER BY id`,
    [customerId, place.ownerId],
  );
  return rows.map((row) => row.id);
}

/** The next batches of a customer after a position; null at the end. */
export async function nextBatches(
  customerId: string,
  place: Place,
): Promise<{ sourceId: string; batches: WalkedBatch[] } | null> {
  for (const sourceId of await ownersFrom("source", customerId, place)) {
    const stored = await readChunk<WalkedBatch>("batch", sourceId, place, MAX_BATCHES);
    const batches: WalkedBatch[] = [];
    for (const batch of stored) batches.push({ ...batch, body: batch.body && (await unzipBody(batch.body)) });
    if (batches.length > 0) return { sourceId, batches };
  }
  return null;
}

/** The next pages with a body of a customer after a position; null at the end. */
export async function nextPages(
  customerId: string,
  place: Place,
): Promise<{ destinationId: string; pages: WalkedPage[] } | null> {
  for (const destinationId of await ownersFrom("destination", customerId, place)) {
    const pages = await readChunk<WalkedPage>("page", destinationId, place, MAX_PAGES);
    if (pages.length > 0) return { destinationId, pages };
  }
  return null;
}

/** The next segment of a customer after a position; null at the end. */
export async function nextSegment(customerId: string, place: Place): Promise<string | null> {
  const segmentIds = await ownersFrom("segment", customerId, place);
  return segmentIds.find((id) => id !== place.ownerId) ?? null;
}

const TABLES = {
  batch: {
    columns: `id, state = 'pending' AS "isPending", ${storedBody("summed")} AS body`,
    bytes: "byte_size",
    owner: "source_id",
    which: "true",
  },
  page: {
    columns: `id, body, (SELECT ${IDENTIFIER_KIND} FROM destination d LEFT JOIN segment s ON s.id = summed.segment_id
                     WHERE d.id = summed.destination_id) AS "identifierKind"`,
    bytes: "octet_length(body)",
    owner: "destination_id",
    which: "body IS NOT NULL",
  },
} as const;

async function readChunk<Row extends { id: string }>(
  table: keyof typeof TABLES,
  ownerId: string,
  place: Place,
  limit: number,
): Promise<Row[]> {
  const { columns, bytes, owner, which } = TABLES[table];
  const { rows } = await pool.query<Row>(
    `SELECT ${columns} FROM (
       SELECT *, row_number() OVER oldest AS place, sum(${bytes}) OVER oldest AS bytes FROM (
         SELECT * FROM "${table}"
         WHERE ${owner} = $1 AND ${which} AND ($2::uuid IS NULL OR id > $2::uuid) ORDER BY id LIMIT $3
       ) next
       WINDOW oldest AS (ORDER BY id)
     ) summed
     WHERE place = 1 OR bytes <= ${MAX_BYTES} ORDER BY id`,
    [ownerId, place.ownerId === ownerId ? place.id : null, limit],
  );
  return rows;
}

/** Which events of these batches are recorded under the wanted identity, and how it is spelled there. */
export async function findRecordedEvents(
  db: Queryable,
  batchIds: readonly string[],
  wanted: Wanted,
): Promise<{ batchId: string; index: number; identity: string }[]> {
  const { rows } = await db.query<{
    batchId: string;
    /** @neverNull every event has a place */
    index: number;
    /** @neverNull nothing that is null matches an identity */
    identity: string;
  }>(
    `SELECT e.batch_id AS "batchId", e.index, e.identity
     FROM unnest($1::uuid[]) AS walked (batch_id) CROSS JOIN LATERAL ${eventsOf("walked.batch_id")} e
     WHERE ${isWantedSql("e.identity", "$2", wanted)}`,
    [batchIds, wanted.identity],
  );
  return rows;
}

/**
 * The user keys of a segment that match the wanted identity. Where they are addresses, the identity is looked for in the spelling
 * under which they are kept: other spellings are the same member.
 */
export async function findUserKeys(db: Queryable, segmentId: string, wanted: Wanted): Promise<string[]> {
  const kept = normalForm(await readIdentifierKind(db, segmentId), wanted.identity);
  const { rows } = await db.query<{ userKey: string }>(
    `SELECT user_key AS "userKey" FROM member
     WHERE segment_id = $1 AND (user_key = $3 OR ${isWantedSql("user_key", "$2", wanted)}) ORDER BY user_key`,
    [segmentId, wanted.identity, kept],
  );
  return rows.map((row) => row.userKey);
}

/** How many batches, pages and segments there are to go through. */
export async function countRows(customerId: string): Promise<number> {
  const { rows } = await pool.query<{ total: number }>(
    `SELECT ((SELECT count(*) FROM source s JOIN batch b ON b.source_id = s.id WHERE s.customer_id = $1)
           + (SELECT count(*) FROM destination d JOIN page p ON p.destination_id = d.id
              WHERE d.customer_id = $1 AND p.body IS NOT NULL)
           + (SELECT count(*) FROM segment WHERE customer_id = $1))::int AS total`,
    [customerId],
  );
  return rows[0]?.total ?? 0;
}
