import { lockBooks } from "@/lib/forwarding/batches/lock-books";
import { mapPlaces, needsNoCall, readBatch, type SettledEntry } from "@/lib/forwarding/batches/map-batch";
import { markKnown } from "@/lib/forwarding/batches/mark-known";
import { hasBody } from "@/lib/forwarding/batches/stored-body";
import { recordOutcomes } from "@/lib/forwarding/deliveries/record-outcomes";
import { moveInEventCounts } from "@/lib/forwarding/history/event-counts";
import { ERASED } from "@/lib/forwarding/mapping/erased-event";
import type { Mapping } from "@/lib/forwarding/mapping/map-event";
import { readMessageAboutUser } from "@/lib/forwarding/mapping/message-about-user";
import { unpackBatches } from "@/lib/forwarding/packs/unpack-batches";
import type { Sql } from "@/lib/kernel/database";
import { EMPTY_BODY, eraseInBatch, findInBatch } from "./erase-in-bodies";
import { type RunningErasure, takeStep } from "./erasure-progress";
import { isWanted } from "./match-identity";
import { findRecordedEvents, nextBatches, type WalkedBatch } from "./walk-customer";

/** Any mapping will do for events that were erased: it does not change their outcome. */
const ANY_MAPPING: Mapping = {
  identityField: "external_user_id",
  prefix: null,
  catalogPrefix: null,
  eventTypes: null,
  newTypes: "forward",
  seenTypes: {},
  eventNames: [],
  propertyRules: [],
  protectsPersonalData: false,
  propertyNames: [],
  userProperties: [],
  hashSalt: null,
  machineEvents: "forward",
  placeholders: [],
  allowedIdentities: [],
};

interface Found {
  batchId: string;
  index: number;
}

/**
 * Erases the person's events in the next batches, from the bodies and from the recorded events. Waiting and
 * quarantined events become filtered, so that they are never sent; sent ones stay forwarded. The books therefore
 * balance at any time.
 */
export async function eraseNextBatches(erasure: RunningErasure): Promise<void> {
  const chunk = await nextBatches(erasure.customerId, erasure.place);
  if (!chunk) return takeStep(erasure, async () => ({ next: { phase: "pages" } }));

  const { sourceId, batches } = chunk;
  const bodies: ErasedBody[] = [];
  for (const batch of batches) {
    const erased = await eraseBody(batch, erasure);
    if (erased) bodies.push(erased);
  }
  const entries: SettledEntry[] = [];
  for (const { batch, body, places } of bodies) {
    if (!batch.isPending) continue;
    for (const entry of await toEntries(batch, body, places)) entries.push(entry);
  }
  // The same event may wait in two requests, or have come before, and is in the books once.
  const looked = await markKnown(sourceId, entries);
  // Before the bodies change: if this run ends here, the next one finds the same events again.
  await recordOutcomes({ id: sourceId, customerId: erasure.customerId }, looked, []);

  await takeStep(erasure, async (sql) => {
    await lockBooks(sql, sourceId);
    for (const { batch, body } of bodies) {
      await sql.query(
        `UPDATE batch b SET body = $2::bytea, body_zip = NULL, byte_size = octet_length($2::bytea)
         WHERE id = $1 AND ${hasBody("b")}`,
        [batch.id, body],
      );
    }
    const recorded = await findRecordedEvents(
      sql,
      batches.map(({ id }) => id),
      erasure.wanted,
    );
    const found = bodies.flatMap(({ batch, places }) =>
      places.map((index) => ({ batchId: batch.id, index })),
    );
    const all = new Map([...found, ...recorded].map((one) => [`${one.batchId}/${one.index}`, one]));
    await eraseRecorded(sql, [...all.values()]);
    return {
      next: { ownerId: sourceId, id: batches.at(-1)?.id ?? null },
      done: batches.length,
      events: all.size,
    };
  });
}

interface ErasedBody {
  batch: WalkedBatch;
  /** The events of the person; none in a body that cannot be read. */
  places: number[];
  body: Buffer;
}

/** The body without the person, if it names them. One that cannot be read and contains the identity is emptied. */
async function eraseBody(batch: WalkedBatch, { wanted }: RunningErasure): Promise<ErasedBody | null> {
  if (!batch.body) return null;

  const places = await findInBatch(batch.body, (value) => isWanted(wanted, value));
  if (places === "unreadable") {
    return batch.body.includes(wanted.identity) ? { batch, places: [], body: EMPTY_BODY } : null;
  }
  return places.length === 0 ? null : { batch, places, body: await eraseInBatch(batch.body, places) };
}

/** What a message about a user says is kept all the same: that somebody is to be deleted is not only for here. */
async function toEntries(
  batch: WalkedBatch,
  body: Buffer,
  places: readonly number[],
): Promise<SettledEntry[]> {
  const entries = await mapPlaces(await readBatch({ id: batch.id, body }), places, ANY_MAPPING);
  const before = batch.body && (await readBatch({ id: batch.id, body: batch.body }));
  for (const entry of entries) entry.about = readMessageAboutUser(before?.events?.[entry.index]);
  return entries.filter(needsNoCall);
}

async function eraseRecorded(sql: Sql, found: readonly Found[]): Promise<void> {
  if (found.length === 0) return;
  await unpackBatches(sql, [...new Set(found.map(({ batchId }) => batchId))]);
  await sql.query(ERASE, [found.map(({ batchId }) => batchId), found.map(({ index }) => index), ERASED]);
}

const ERASE = `
  WITH found AS (
    SELECT * FROM unnest($1::uuid[], $2::int[]) AS f (batch_id, index)
  ), type_moved AS (
    SELECT e.batch_id, e.type, 0 AS forwarded, count(*) AS filtered, 0 AS duplicate, -count(*) AS quarantined
    FROM event e JOIN found USING (batch_id, index)
    WHERE e.outcome = 'quarantined' GROUP BY e.batch_id, e.type
  ), held_back AS (
    SELECT batch_id, sum(filtered) AS events FROM type_moved GROUP BY batch_id
  ), ${moveInEventCounts("type_moved")}, erased AS (
    UPDATE event e
    SET identity = NULL, field = NULL, reason = $3,
        outcome = CASE WHEN e.outcome = 'quarantined' THEN 'filtered' ELSE e.outcome END
    FROM found f WHERE e.batch_id = f.batch_id AND e.index = f.index
  )
  UPDATE batch b SET quarantined = b.quarantined - h.events, filtered = b.filtered + h.events
  FROM held_back h WHERE b.id = h.batch_id`;
