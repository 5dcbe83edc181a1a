import { mapBatch, needsNoCall } from "@/lib/forwarding/batches/map-batch";
import { recordOutcomes } from "@/lib/forwarding/deliveries/record-outcomes";
import { ERASED } from "@/lib/forwarding/mapping/erased-event";
import type { Queryable } from "@/lib/kernel/database";
import { eraseInBatch, findInBatch } from "./erase-in-bodies";
import { type RunningErasure, takeStep } from "./erasure-progress";
import { isWanted } from "./match-identity";
import { findRecordedEvents, nextBatches, type WalkedBatch } from "./walk-customer";

/** Any mapping will do for events that were erased: it does not change their outcome. */
const ANY_MAPPING = { identityField: "external_user_id", prefix: null, eventTypes: null } as const;

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
  const bodies = batches.flatMap((batch) => eraseBody(batch, erasure) ?? []);
  // Before the bodies change: if this run ends here, the next one finds the same events again.
  await recordOutcomes(
    { id: sourceId, customerId: erasure.customerId },
    bodies.flatMap(({ batch, body, places }) => (batch.isPending ? toEntries(batch.id, body, places) : [])),
    [],
  );

  await takeStep(erasure, async (sql) => {
    // Takes turns with whatever records the source's events.
    await sql.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 2))", [sourceId]);
    for (const { batch, body } of bodies) {
      await sql.query(
        "UPDATE batch SET body = $2::bytea, byte_size = octet_length($2::bytea) WHERE id = $1 AND body IS NOT NULL",
        [batch.id, body],
      );
    }
    const recorded = await findRecordedEvents(
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

function eraseBody(batch: WalkedBatch, { wanted }: RunningErasure) {
  if (!batch.body) return null;
  const places = findInBatch(batch.body, (value) => isWanted(wanted, value));
  return places.length === 0 ? null : { batch, places, body: eraseInBatch(batch.body, places) };
}

function toEntries(batchId: string, body: Buffer, places: readonly number[]) {
  const erased = new Set(places);
  return mapBatch({ id: batchId, body, recorded: 0 }, ANY_MAPPING)
    .filter(({ index }) => erased.has(index))
    .filter(needsNoCall);
}

async function eraseRecorded(sql: Queryable, found: readonly Found[]): Promise<void> {
  if (found.length === 0) return;
  await sql.query(ERASE, [found.map(({ batchId }) => batchId), found.map(({ index }) => index), ERASED]);
}

const ERASE = `
  WITH found AS (
    SELECT * FROM unnest($1::uuid[], $2::int[]) AS f (batch_id, index)
  ), held_back AS (
    SELECT e.batch_id, count(*) AS events FROM event e JOIN found USING (batch_id, index)
    WHERE e.outcome = 'quarantined' GROUP BY e.batch_id
  ), erased AS (
    UPDATE event e
    SET identity = NULL, field = NULL, reason = $3,
        outcome = CASE WHEN e.outcome = 'quarantined' THEN 'filtered' ELSE e.outcome END
    FROM found f WHERE e.batch_id = f.batch_id AND e.index = f.index
  )
  UPDATE batch b SET quarantined = b.quarantined - h.events, filtered = b.filtered + h.events
  FROM held_back h WHERE b.id = h.batch_id`;
