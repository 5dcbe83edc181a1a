/**
 * Events of past weeks are stored in one row for each batch, a pack (docs/decisions/044-packed-events.md). Whoever reads events of any
 * age reads packs as well, with what is here; whoever changes them unpacks their batches first (lib/forwarding/packs/unpack-batches.ts).
 */

/** The arrays of a pack with a value for each event, and what a value is called where they are unnested. */
const BY_EVENT = {
  places: "place",
  event_uuids: "event_uuid",
  event_texts: "event_text",
  identities: "identity",
  occurred_ats: "occurred_at",
  kinds: "kind",
  results: "result",
} as const;

/**
 * The columns of an event in a pack `p`, in SQL.
 * @param inArray its value in an array of `BY_EVENT`
 */
function columnsOf(inArray: (array: keyof typeof BY_EVENT) => string): string {
  return `p.batch_id, ${inArray("places")}::int AS index, p.source_id,
    COALESCE(${inArray("event_texts")}, ${inArray("event_uuids")}::text) AS event_id,
    p.types[${inArray("kinds")}] AS type, p.names[${inArray("kinds")}] AS name, ${inArray("identities")} AS identity,
    ${inArray("occurred_ats")} AS occurred_at, p.outcomes[${inArray("results")}] AS outcome,
    p.fields[${inArray("results")}] AS field, p.reasons[${inArray("results")}] AS reason,
    p.delivery_ids[${inArray("results")}] AS delivery_id, p.recorded_ats[${inArray("results")}] AS recorded_at`;
}

/** The columns of an event, in a row as in a pack. */
export const COLUMNS =
  "batch_id, index, source_id, event_id, type, name, identity, occurred_at, outcome, field, reason, delivery_id, recorded_at";

/**
 * The events of the packs `p`, in SQL, as rows with the columns of `event`.
 * @param packs what follows FROM: a table or select named `p`
 */
export function unpacked(packs: string): string {
  const arrays = Object.keys(BY_EVENT).map((array) => `p.${array}`);
  return `(
    SELECT ${columnsOf((array) => `u.${BY_EVENT[array]}`)}
    FROM ${packs} CROSS JOIN LATERAL unnest(${arrays.join(", ")}) AS u (${Object.values(BY_EVENT).join(", ")}))`;
}

/** What leads to the packs that have an event with it. */
export type Term = "identity" | "event_id" | "delivery_id";

/**
 * What the index of packs has of a value, in SQL: a hash, which few others share. The same on every machine and in every version of
 * PostgreSQL, which its own hashes are not.
 */
export function termOf(term: Term, sourceId: string, value: string): string {
  return `('x' || encode(substr(sha256(convert_to('${term} ' || ${sourceId} || ' ' || ${value}, 'UTF8')), 1, 4), 'hex'))::bit(32)::int`;
}

/**
 * The packs of a source that have a value, in SQL, latest first: found by the index of terms, whatever the planner believes, and never
 * by a scan of all packs of the source. Others may have the same hash, so the value is still to be compared.
 * @param which a further condition for `event_pack`
 */
export function packsWith(term: Term, sourceId: string, value: string, which = "true"): string {
  return `(
    SELECT whole.* FROM (
      SELECT batch_id FROM (
        SELECT batch_id FROM event_pack WHERE terms @> ARRAY[${termOf(term, sourceId, value)}] AND ${which} OFFSET 0
      ) any_order
      ORDER BY batch_id DESC
    ) found
    CROSS JOIN LATERAL (SELECT * FROM event_pack WHERE batch_id = found.batch_id OFFSET 0) whole
  ) p`;
}

/** In `event_pack`: has quarantined events. The condition of their index. */
export const HAS_QUARANTINED = "outcomes @> ARRAY['quarantined'::outcome]";

/** The event at a place of a batch, in SQL, from its row or its pack; of a pack no other event is read. */
export function eventAt(batchId: string, index: string): string {
  return `(
    SELECT ${COLUMNS} FROM event WHERE batch_id = ${batchId} AND index = ${index}
    UNION ALL
    SELECT ${columnsOf((array) => `p.${array}[at.place]`)}
    FROM event_pack p CROSS JOIN LATERAL (SELECT array_position(p.places::int[], ${index}) AS place OFFSET 0) at
    WHERE p.batch_id = ${batchId} AND at.place IS NOT NULL
    LIMIT 1
  )`;
}

/** The events of a batch, in SQL, from their rows and its pack. */
export function eventsOf(batchId: string): string {
  return `(
    SELECT ${COLUMNS} FROM event WHERE batch_id = ${batchId}
    UNION ALL
    SELECT ${COLUMNS} FROM ${unpacked("event_pack p")} packed WHERE batch_id = ${batchId}
  )`;
}

/** The events of a source that have an event id, in SQL: their ids have one index for copies and one for all others, and packs have terms. */
export function eventsWithId(sourceId: string, eventId: string): string {
  const which = `source_id = ${sourceId} AND event_id = ${eventId}`;
  return `(
    SELECT ${COLUMNS} FROM event WHERE ${which} AND (outcome = 'duplicate' OR outcome <> 'duplicate')
    UNION ALL
    SELECT ${COLUMNS} FROM ${unpacked(packsWith("event_id", `${sourceId}::text`, eventId))} packed WHERE ${which}
  )`;
}
