import { lowestBatchId } from "@/lib/forwarding/batches/lowest-batch-id";
import { type NotJoined, pool } from "@/lib/kernel/database";
import { eventAt, HAS_QUARANTINED, packsWith, unpacked } from "@/lib/kernel/packed-events";
import type { EventFilter } from "./event-input";
import { issueOf } from "./event-issue";
import { EVENT_COLUMNS, type EventRow, type RecordedRow } from "./event-view";
import { orderInSource } from "./order-in-source";

/** Position of an event in the order of the lists: its batch, then its place there. */
export type EventKey = [batchId: string, index: number];

export interface LookedBack {
  /** Latest first. */
  rows: EventRow[];
  /** How far it searched, when there is more behind; null when everything was searched. */
  reached: { key: EventKey; receivedAt: Date } | null;
}

/** Which packs this page reaches, in SQL. */
const IN_REACH = `($10::uuid IS NULL OR batch_id <= $10::uuid)
  AND ($12::uuid IS NULL OR batch_id >= $12::uuid) AND ($13::uuid IS NULL OR batch_id < $13::uuid)`;

/**
 * Filters whose index leads to the events in the order of the list, best first; the other filters are checked row by
 * row. All but the last have few rows per value, or only matching ones. Each leads to rows, and to packs.
 */
const PATHS = {
  // Two partial indexes: the first occurrence, and the repeats of the id.
  eventId: {
    rows: `(
      SELECT * FROM event WHERE source_id = s.id AND event_id = $7 AND outcome <> 'duplicate'
      UNION ALL
      SELECT * FROM (
        SELECT * FROM event
        WHERE source_id = s.id AND event_id = $7 AND outcome = 'duplicate'
          AND ($10::uuid IS NULL OR (batch_id, index) < ($10::uuid, $11::int))
        ORDER BY batch_id DESC, index DESC LIMIT $2
      ) again
      OFFSET 0
    ) event WHERE source_id = s.id`,
    packs: packsWith("event_id", "s.id::text", "$7::text", IN_REACH),
    matches: "event_id = $7",
  },
  batchId: {
    rows: "event WHERE source_id = s.id AND batch_id = $8::uuid",
    packs: "event_pack p",
    matches: "batch_id = $8::uuid",
  },
  // At most the size of one call to Heap.
  deliveryId: {
    rows: "(SELECT * FROM event WHERE delivery_id = $9::uuid OFFSET 0) event WHERE source_id = s.id",
    packs: packsWith("delivery_id", "s.id::text", "$9::uuid::text", IN_REACH),
    matches: "delivery_id = $9::uuid",
  },
  identity: {
    rows: "event WHERE source_id = s.id AND identity = $6",
    packs: packsWith("identity", "s.id::text", "$6::text", IN_REACH),
    matches: "identity = $6",
  },
  quarantined: {
    rows: "event WHERE source_id = s.id AND outcome = 'quarantined'",
    // Each has one, and the one where the last page ended may have no more.
    packs: `(
      SELECT * FROM event_pack WHERE source_id = s.id AND ${HAS_QUARANTINED} AND ${IN_REACH} ORDER BY batch_id DESC LIMIT $2 + 1
    ) p`,
    matches: "outcome = 'quarantined'",
  },
  all: { rows: "event WHERE source_id = s.id", packs: "event_pack p", matches: "true" },
} as const;

export type Path = keyof typeof PATHS;

/** The best path for a filter, and whether rows on it may still fail the filter. */
export function choosePath(filter: EventFilter): { path: Path; isExact: boolean } {
  const set = (["eventId", "batchId", "deliveryId", "identity", "type", "outcome", "issue"] as const).filter(
    (name) => filter[name] !== undefined,
  );
  const found = (["eventId", "batchId", "deliveryId", "identity"] as const).find((name) =>
    set.includes(name),
  );
  const isQuarantined = filter.outcome === "quarantined" || filter.issue !== undefined;
  const path = found ?? (isQuarantined ? "quarantined" : "all");
  return { path, isExact: set.length === (path === "all" ? 0 : 1) };
}

/** The order in which the index of a path has the events. */
function orderOf(path: Path, event: string): string {
  return path === "all" ? orderInSource(event, "DESC") : `${event}.batch_id DESC, ${event}.index DESC`;
}

/** How far all sources were looked through, where more is behind. */
interface ReachedColumns {
  reachedBatchId: string;
  reachedIndex: number;
  reachedAt: Date;
}

/**
 * Searches up to `rowsPerSource` latest events of each source on a path, before `before`, and returns the first
 * `limit` that match the filter. One statement, whose cost is bounded by what it searches.
 */
export async function lookBack(
  sourceIds: readonly string[],
  filter: EventFilter,
  look: { path: Path; before: EventKey | null; rowsPerSource: number; limit: number },
): Promise<LookedBack> {
  const { rows } = await pool.query<
    (RecordedRow | NotJoined<RecordedRow>) & (ReachedColumns | NotJoined<ReachedColumns>)
  >(statement(look.path), [
    sourceIds,
    look.rowsPerSource,
    look.limit,
    filter.outcome ?? null,
    filter.type ?? null,
    filter.identity ?? null,
    filter.eventId ?? null,
    filter.batchId ?? null,
    filter.deliveryId ?? null,
    look.before?.[0] ?? null,
    look.before?.[1] ?? null,
    filter.from ? lowestBatchId(new Date(filter.from)) : null,
    filter.to ? lowestBatchId(new Date(filter.to)) : null,
    filter.issue ?? null,
  ]);

  const [first] = rows;
  return {
    // If no row matches, one row only says how far it searched.
    rows: rows.filter((row) => row.batchId !== null),
    reached: first?.reachedBatchId
      ? { key: [first.reachedBatchId, first.reachedIndex], receivedAt: first.reachedAt }
      : null,
  };
}

// What is searched on a path of one source: from its rows, or from its packs.
const searched = (path: Path, from: string) => `
  SELECT batch_id, index,
         ($4::outcome IS NULL OR outcome = $4::outcome) AND ($5::text IS NULL OR type = $5)
           AND ($6::text IS NULL OR identity = $6) AND ($7::text IS NULL OR event_id = $7)
           AND ($8::uuid IS NULL OR batch_id = $8::uuid) AND ($9::uuid IS NULL OR delivery_id = $9::uuid)
           AND ($14::text IS NULL OR (outcome = 'quarantined' AND ${issueOf("event")} = $14)) AS passes
  FROM ${from}
    AND ($10::uuid IS NULL OR (batch_id, index) < ($10::uuid, $11::int))
    AND ($12::uuid IS NULL OR batch_id >= $12::uuid)
    AND ($13::uuid IS NULL OR batch_id < $13::uuid)
  ORDER BY ${orderOf(path, "event")}
  LIMIT $2`;

// Each source is searched separately, so the list is only complete as far back as the source that got least far:
// older events of the others wait for the next page. Its rows and its packs are in the same order, and merged.
const statement = (path: Path) => `
  WITH looked_at AS MATERIALIZED (
    SELECT e.*, row_number() OVER (PARTITION BY s.id ORDER BY e.batch_id DESC, e.index DESC) AS place
    FROM unnest($1::uuid[]) AS s (id)
    CROSS JOIN LATERAL (
      SELECT * FROM (
        (${searched(path, PATHS[path].rows)})
        UNION ALL
        (${searched(path, `${unpacked(PATHS[path].packs)} event WHERE source_id = s.id AND ${PATHS[path].matches} AND ${IN_REACH}`)})
      ) either
      ORDER BY ${orderOf(path, "either")}
      LIMIT $2
    ) e
  ), reached AS (
    SELECT batch_id, index FROM looked_at WHERE place = $2 ORDER BY batch_id DESC, index DESC LIMIT 1
  ), found AS (
    SELECT l.batch_id, l.index FROM looked_at l
    WHERE l.passes
      AND NOT EXISTS (SELECT FROM reached r WHERE (l.batch_id, l.index) < (r.batch_id, r.index))
    ORDER BY l.batch_id DESC, l.index DESC
    LIMIT $3
  ), shown AS (
    -- One look-up for each, whatever the planner believes: never a scan of all events.
    SELECT ${EVENT_COLUMNS}
    FROM found f
    CROSS JOIN LATERAL ${eventAt("f.batch_id", "f.index")} e
    CROSS JOIN LATERAL (SELECT * FROM batch WHERE id = f.batch_id LIMIT 1) b
  )
  SELECT shown.*, r."batchId" AS "reachedBatchId", r.index AS "reachedIndex", r."receivedAt" AS "reachedAt"
  FROM (SELECT) AS one
  LEFT JOIN (
    SELECT reached.batch_id AS "batchId", reached.index, b.received_at AS "receivedAt"
    FROM reached JOIN batch b ON b.id = reached.batch_id
  ) r ON true
  LEFT JOIN shown ON true
  ORDER BY shown."batchId" DESC, shown.index DESC`;
