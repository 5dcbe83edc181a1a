import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { pendingEvents } from "@/lib/kernel/batch-counts";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { pool } from "@/lib/kernel/database";
import { SOURCE_HOLD, SOURCE_HOLDS } from "@/lib/kernel/holds/hold-rule";
import { eventName } from "@/lib/vendors/braze/catalog";
import { latestOf } from "./order-in-source";

/** How many of a source's latest events the types are taken from. */
const TYPES_FROM_EVENTS = 5_000;
/** Types to choose from; Braze has about a hundred. */
const MAX_TYPES = 100;
/** Waiting batches counted exactly; above that, the count is "at least". */
const MAX_COUNTED_BATCHES = 10_000;

export const eventSummary = z.strictObject({
  sources: z.array(
    z.strictObject({
      id: z.uuid(),
      name: z.string(),
      /** When its latest batch arrived; null if none ever did. */
      lastReceivedAt: z.iso.datetime().nullable(),
      /** Events without an outcome yet. */
      pending: z.int(),
      /** There are more than were counted. */
      isAtLeast: z.boolean(),
      /** Since when the first of them waits. */
      pendingSince: z.iso.datetime().nullable(),
      /** Why they are not being sent at the moment; null: they are about to be. */
      hold: z.enum(SOURCE_HOLDS).nullable(),
    }),
  ),
  /** The types of the latest events, the most frequent first, with their names in Heap before any prefix. */
  types: z.array(z.strictObject({ type: z.string(), name: z.string() })),
});

export type EventSummary = z.infer<typeof eventSummary>;

type SourceRow = Omit<EventSummary["sources"][number], "lastReceivedAt" | "pendingSince"> & {
  lastReceivedAt: Date | null;
  pendingSince: Date | null;
};

/**
 * What surrounds a customer's list of events: its sources, what waits in them, and the types on offer.
 * @throws TributaryError `forbidden`, `not_found`
 */
export async function summarizeEvents(
  ctx: Ctx,
  { customerId }: { customerId: string },
): Promise<EventSummary> {
  requireRole(ctx, "viewer");
  const [, sources, types] = await Promise.all([
    requireCustomer(customerId),
    pool.query<SourceRow>(SOURCES, [customerId]),
    pool.query<{ type: string }>(TYPES, [customerId]),
  ]);
  return {
    sources: sources.rows.map((row) => ({
      ...row,
      lastReceivedAt: row.lastReceivedAt?.toISOString() ?? null,
      pendingSince: row.pendingSince?.toISOString() ?? null,
    })),
    types: types.rows.map(({ type }) => ({ type, name: eventName(type) })),
  };
}

const SOURCES = `
  SELECT s.id, s.name, latest.received_at AS "lastReceivedAt", waiting.pending,
         waiting.batches > ${MAX_COUNTED_BATCHES} AS "isAtLeast", waiting.since AS "pendingSince",
         ${SOURCE_HOLD} AS hold
  FROM source s JOIN customer c ON c.id = s.customer_id
  LEFT JOIN heap_app a ON a.key = s.heap_app
  LEFT JOIN LATERAL (
    SELECT received_at FROM batch WHERE source_id = s.id ORDER BY id DESC LIMIT 1
  ) latest ON true
  CROSS JOIN LATERAL (
    SELECT COALESCE(sum(${pendingEvents("oldest")}), 0)::int AS pending,
           count(*) AS batches, min(received_at) AS since
    FROM (
      SELECT * FROM batch WHERE source_id = s.id AND state = 'pending' ORDER BY id LIMIT ${MAX_COUNTED_BATCHES + 1}
    ) oldest
  ) waiting
  WHERE s.customer_id = $1
  ORDER BY s.name, s.id`;

const TYPES = `
  SELECT e.type FROM source s
  CROSS JOIN LATERAL (
    SELECT type FROM ${latestOf("s.id", `${TYPES_FROM_EVENTS}`)} latest
  ) e
  WHERE s.customer_id = $1 AND e.type IS NOT NULL
  GROUP BY e.type ORDER BY count(*) DESC, e.type LIMIT ${MAX_TYPES}`;
