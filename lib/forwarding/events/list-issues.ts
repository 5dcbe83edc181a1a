import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { pool } from "@/lib/kernel/database";
import { COLUMNS, HAS_QUARANTINED, unpacked } from "@/lib/kernel/packed-events";
import { eventName } from "@/lib/vendors/braze/catalog";
import { issueOf } from "./event-issue";
import { explainOutcome } from "./explain-outcome";

/** How many of a source's latest quarantined events are read, and batches of past weeks with some; our choice, so that the answer stays quick. */
const MOST_READ = 20_000;
const MOST_PACKS = 1_000;
/** Issues that are answered, those with most events first. */
const MOST_ISSUES = 100;

/** Quarantined events with one cause: the same field and reason, of one source. */
const issueView = z.strictObject({
  issue: z.string(),
  sourceId: z.uuid(),
  sourceName: z.string(),
  field: z.string().nullable(),
  reason: z.string().nullable(),
  /** The reason in a few words, and what to do about it. */
  because: z.string(),
  next: z.string(),
  count: z.int(),
  firstSeenAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  /** How many came in each of the last seven times 24 hours, oldest first. */
  days: z.array(z.int()),
  /** Up to three types of them, and what they are called. */
  types: z.array(z.string()),
  typeNames: z.array(z.string()),
});

export type IssueView = z.infer<typeof issueView>;

export const issuesView = z
  .strictObject({
    items: z.array(issueView),
    /** Only the latest of some source were read (20,000, or those of 1,000 batches of past weeks): there may be more, and older ones. */
    isPartial: z.boolean(),
  })
  .meta({ id: "EventIssues" });

interface Row extends Omit<IssueView, "because" | "next" | "typeNames" | "firstSeenAt" | "lastSeenAt"> {
  firstSeenAt: Date;
  lastSeenAt: Date;
  deliveryId: string | null;
  isPartial: boolean;
}

/**
 * A customer's quarantined events by cause, the most frequent first: one statement that reads a bounded number of events.
 * @throws TributaryError `forbidden`, `not_found`
 */
export async function listIssues(
  ctx: Ctx,
  { customerId }: { customerId: string },
): Promise<z.infer<typeof issuesView>> {
  requireRole(ctx, "viewer");
  await requireCustomer(customerId);
  const { rows } = await pool.query<Row>(ISSUES, [customerId]);
  return {
    items: rows.map(({ isPartial: _, deliveryId, ...row }) => {
      const { because, happened, next } = explainOutcome({
        outcome: "quarantined",
        field: row.field,
        reason: row.reason,
        type: null,
        identity: null,
        deliveryId,
      });
      return {
        ...row,
        typeNames: row.types.map(eventName),
        because: because ?? happened,
        next,
        firstSeenAt: row.firstSeenAt.toISOString(),
        lastSeenAt: row.lastSeenAt.toISOString(),
      };
    }),
    isPartial: rows.some(({ isPartial }) => isPartial),
  };
}

/** When an event arrived, in SQL: the id of its batch begins with the millisecond. */
const ARRIVED_AT = `to_timestamp(('x' || left(replace(e.batch_id::text, '-', ''), 12))::bit(48)::bigint / 1000.0)`;

/** How many events came in the 24 hours that began this many days ago, in SQL. */
function ofDay(daysAgo: number): string {
  return `(count(*) FILTER (
    WHERE e.at > now() - interval '1 d' * ${daysAgo} AND e.at <= now() - interval '1 d' * (${daysAgo} - 1)))::int`;
}

const PACKS = `(
  SELECT * FROM event_pack WHERE source_id = s.id AND ${HAS_QUARANTINED} ORDER BY batch_id DESC LIMIT ${MOST_PACKS}
)`;

const ISSUES = `
  SELECT e.issue, e.source_id AS "sourceId", e.name AS "sourceName", e.field, e.reason, count(*)::int AS count,
         min(e.at) AS "firstSeenAt", max(e.at) AS "lastSeenAt",
         ARRAY[${ofDay(7)}, ${ofDay(6)}, ${ofDay(5)}, ${ofDay(4)}, ${ofDay(3)}, ${ofDay(2)}, ${ofDay(1)}] AS days,
         COALESCE((array_agg(DISTINCT e.type) FILTER (WHERE e.type IS NOT NULL))[1:3], '{}') AS types,
         (array_agg(e.delivery_id))[1] AS "deliveryId",
         (sum(count(*)) OVER (PARTITION BY e.source_id) >= ${MOST_READ} OR bool_or(e.has_more)) AS "isPartial"
  FROM (
    SELECT s.id AS source_id, s.name, e.field, e.reason, e.type, e.delivery_id,
           ${issueOf("e")} AS issue, ${ARRIVED_AT} AS at, more.has_more
    FROM source s
    CROSS JOIN LATERAL (
      SELECT * FROM (
        (SELECT ${COLUMNS} FROM event q WHERE q.source_id = s.id AND q.outcome = 'quarantined'
         ORDER BY q.batch_id DESC, q.index DESC LIMIT ${MOST_READ})
        UNION ALL
        (SELECT ${COLUMNS} FROM ${unpacked(`${PACKS} p`)} q
         WHERE q.source_id = s.id AND q.outcome = 'quarantined'
         ORDER BY q.batch_id DESC, q.index DESC LIMIT ${MOST_READ})
      ) either
      ORDER BY batch_id DESC, index DESC LIMIT ${MOST_READ}
    ) e
    CROSS JOIN LATERAL (SELECT count(*) = ${MOST_PACKS} AS has_more FROM ${PACKS} p OFFSET 0) more
    WHERE s.customer_id = $1
  ) e
  GROUP BY e.issue, e.source_id, e.name, e.field, e.reason
  ORDER BY count(*) DESC, max(e.at) DESC, e.issue
  LIMIT ${MOST_ISSUES}`;
