import { APP_GROUP_FIELD } from "@/lib/forwarding/mapping/map-event";
import { overlapFacts } from "@/lib/insight/identity-overlaps/overlap-facts";
import { idAt, idSince } from "@/lib/kernel/api/id-since";
import { pendingEvents, recordedEvents } from "@/lib/kernel/batch-counts";
import type { Queryable } from "@/lib/kernel/database";
import { CUSTOMER_IS_OPEN, SOURCE_FLOWS } from "@/lib/kernel/holds/hold-rule";
import type { CustomerState, IdentityField } from "@/prisma/generated/enums";
import type { SourceFacts } from "./alert-facts";
import { FAILURES_IN_A_ROW } from "./failures-in-a-row";
import { type RefusalColumns, refusalOf, refusalSql } from "./refusal-facts";
import { isQuarantineHigh, LEAST_SILENCE_SECONDS, REFUSED_PROPERTIES_SHARE } from "./source-rules";

interface Row extends RefusalColumns {
  customerId: string;
  customerState: CustomerState;
  sourceId: string;
  name: string;
  heapAppId: string;
  isPaused: boolean;
  heapFailures: number;
  appRefused: SourceFacts["appRefused"];
  lastBatchAt: Date | null;
  recorded: number;
  quarantined: number;
  quarantineCount: number;
  quarantinePercent: number;
  setAside: SourceFacts["setAside"];
  hasDeletions: boolean;
  hasRefusedProperties: boolean;
  newTypes: SourceFacts["newTypes"];
  identityField: IdentityField;
  overlap: unknown;
}

/** How long a batch that was set aside is told of. */
const SET_ASIDE_DAYS = 7;

/**
 * The facts of every source of a customer that is not archived: a few statements for any number of them. Details
 * are looked up only where the first statement found something odd.
 * @param customerId only those of this customer; null for all
 */
export async function readSourceFacts(
  db: Queryable,
  now: Date,
  customerId: string | null = null,
): Promise<SourceFacts[]> {
  const { rows } = await db.query<Row>(SOURCES, [customerId]);

  const failing = rows.filter(({ heapFailures }) => heapFailures >= FAILURES_IN_A_ROW);
  const silent = rows.filter(
    ({ lastBatchAt, customerState, isPaused }) =>
      customerState === "live" &&
      !isPaused &&
      lastBatchAt &&
      now.getTime() - lastBatchAt.getTime() > LEAST_SILENCE_SECONDS * 1_000,
  );
  const quarantining = rows.filter((row) => isQuarantineHigh(quarantineOf(row)));

  const failures = await lookUp<NonNullable<SourceFacts["failing"]>>(db, FAILING, failing);
  const rhythms = await lookUp<NonNullable<SourceFacts["rhythm"]>>(db, RHYTHM, silent);
  const held = rows.filter(({ quarantined }) => quarantined > 0);
  const mixed = await lookUp<NonNullable<SourceFacts["mixed"]>>(db, MIXED, held);
  const deletions = await lookUp<NonNullable<SourceFacts["deletions"]>>(
    db,
    DELETIONS,
    rows.filter(({ hasDeletions }) => hasDeletions),
  );
  const refusedProperties = await lookUp<NonNullable<SourceFacts["refusedProperties"]>>(
    db,
    REFUSED_PROPERTIES,
    rows.filter(({ hasRefusedProperties }) => hasRefusedProperties),
  );
  const reasons = await lookUp<NonNullable<SourceFacts["topReason"]>>(db, TOP_REASON, quarantining);

  return rows.map((row) => ({
    customerId: row.customerId,
    customerState: row.customerState,
    sourceId: row.sourceId,
    name: row.name,
    heapAppId: row.heapAppId,
    isPaused: row.isPaused,
    heapFailures: row.heapFailures,
    lastBatchAt: row.lastBatchAt,
    ...quarantineOf(row),
    appRefused: row.appRefused,
    failing: failures.get(row.sourceId) ?? null,
    rhythm: rhythms.get(row.sourceId) ?? null,
    topReason: reasons.get(row.sourceId) ?? null,
    refusedProperties: refusedProperties.get(row.sourceId) ?? null,
    mixed: mixed.get(row.sourceId) ?? null,
    setAside: row.setAside,
    deletions: deletions.get(row.sourceId) ?? null,
    newTypes: row.newTypes,
    refusal: refusalOf(row),
    identityField: row.identityField,
    // What another version wrote about one source must not keep all customers from their alerts.
    overlap: overlapFacts.safeParse(row.overlap).data ?? null,
  }));
}

function quarantineOf(row: Row): Pick<SourceFacts, "lately" | "quarantineFrom"> {
  return {
    lately: { recorded: row.recorded, quarantined: row.quarantined },
    quarantineFrom: { count: row.quarantineCount, percent: row.quarantinePercent },
  };
}

async function lookUp<Facts>(
  db: Queryable,
  text: string,
  sources: readonly Row[],
): Promise<Map<string, Facts>> {
  if (sources.length === 0) return new Map();
  const { rows } = await db.query<Facts & { sourceId: string }>(text, [
    sources.map(({ sourceId }) => sourceId),
  ]);
  return new Map(rows.map((row) => [row.sourceId, row]));
}

const SOURCES = `
  SELECT s.customer_id AS "customerId", c.state AS "customerState", s.id AS "sourceId", s.name,
         s.heap_app_id AS "heapAppId", NOT ${SOURCE_FLOWS} AS "isPaused",
         COALESCE(h.failures, 0) AS "heapFailures", apart."appRefused", latest.received_at AS "lastBatchAt",
         lately.recorded, lately.quarantined, c.quarantine_count AS "quarantineCount",
         c.quarantine_percent AS "quarantinePercent", aside."setAside", undecided."newTypes", refused.*, s.identity_field AS "identityField", o.facts AS overlap,
         EXISTS (SELECT FROM deletion_request r WHERE r.source_id = s.id AND r.state IN ('open', 'under_way', 'failed'))
           AS "hasDeletions",
         EXISTS (SELECT FROM user_property p WHERE p.source_id = s.id AND p.refused_words IS NOT NULL
                 AND p.changed_at > now() - interval '24 h') AS "hasRefusedProperties",
         GREATEST(latest.received_at, refused."lastProbeAt") AS "acceptedAt"
  FROM source s
  JOIN customer c ON c.id = s.customer_id
  LEFT JOIN heap_app h ON h.key = s.heap_app
  LEFT JOIN identity_overlap o ON o.source_id = s.id
  LEFT JOIN LATERAL (
    SELECT b.received_at FROM batch b WHERE b.source_id = s.id AND NOT b.is_simulated ORDER BY b.id DESC LIMIT 1
  ) latest ON true
  CROSS JOIN LATERAL (
    SELECT COALESCE(sum(${recordedEvents()}), 0)::int AS recorded,
           COALESCE(sum(b.quarantined), 0)::int AS quarantined
    FROM batch b
    WHERE b.source_id = s.id AND b.id >= ${idSince("24 h")} AND b.received_at > now() - interval '24 h'
      AND NOT b.is_simulated
  ) lately
  LEFT JOIN LATERAL (
    SELECT json_build_object('batches', count(*), 'events', sum(b.quarantined), 'lastAt', max(b.set_aside_at),
                             'lastBatchId', (array_agg(b.id ORDER BY b.id DESC))[1]) AS "setAside"
    FROM batch b WHERE b.source_id = s.id AND b.set_aside_at > now() - interval '${SET_ASIDE_DAYS} days'
    HAVING count(*) > 0
  ) aside ON true
  LEFT JOIN LATERAL (
    SELECT json_build_object(
             'types', (array_agg(t.type ORDER BY t.first_seen_at DESC, t.type))[1:3], 'count', count(*), 'rule', s.new_types,
             'heldEvents', (SELECT COALESCE(sum(${pendingEvents()}), 0) FROM batch b
                            WHERE b.source_id = s.id AND b.state = 'pending' AND b.held_at IS NOT NULL)
           ) AS "newTypes"
    FROM seen_type t WHERE t.source_id = s.id AND t.decision IS NULL
    HAVING count(*) > 0
  ) undecided ON true
  LEFT JOIN LATERAL (
    SELECT json_build_object('since', h.refused_since, 'words', h.refused_words,
                             'pendingEvents', COALESCE(sum(${pendingEvents()}), 0)) AS "appRefused"
    FROM batch b WHERE b.source_id = s.id AND b.state = 'pending' AND b.held_at IS NULL AND h.refused_since IS NOT NULL
    HAVING h.refused_since IS NOT NULL
  ) apart ON true
  LEFT JOIN LATERAL (${refusalSql("e.source_id = s.id")}) refused ON true
  WHERE ${CUSTOMER_IS_OPEN} AND ($1::uuid IS NULL OR s.customer_id = $1)
  ORDER BY s.id`;

// Since the last call that Heap accepted. The app's sources share its failures; each has its own backlog.
const FAILING = `
  SELECT s.id AS "sourceId", failed.started_at AS since, last.status, last.words,
         (SELECT COALESCE(sum(${pendingEvents()}), 0)::int FROM batch b
          WHERE b.source_id = s.id AND b.state = 'pending' AND b.held_at IS NULL) AS "pendingEvents"
  FROM source s
  LEFT JOIN LATERAL (
    SELECT d.started_at FROM delivery d WHERE d.heap_app = s.heap_app AND d.state = 'accepted'
    ORDER BY d.started_at DESC LIMIT 1
  ) good ON true
  LEFT JOIN LATERAL (
    SELECT d.started_at FROM delivery d
    WHERE d.heap_app = s.heap_app AND d.state = 'failed' AND d.started_at > COALESCE(good.started_at, '-infinity')
    ORDER BY d.started_at LIMIT 1
  ) failed ON true
  LEFT JOIN LATERAL (
    SELECT d.status, d.words FROM delivery d WHERE d.heap_app = s.heap_app AND d.state = 'failed'
    ORDER BY d.started_at DESC LIMIT 1
  ) last ON true
  WHERE s.id = ANY($1::uuid[])`;

// A silence at least as long as the step spans one of the moments checked, so the two batches around that moment give
// its length.
const RHYTHM_DAYS = 28;
const STEP_HOURS = LEAST_SILENCE_SECONDS / 3_600;
const RHYTHM = `
  SELECT s.id AS "sourceId", extract(epoch FROM latest.received_at - first.received_at)::float AS "knownSeconds",
         COALESCE(longest.seconds, 0)::float AS "longestSilenceSeconds"
  FROM source s
  CROSS JOIN LATERAL (
    SELECT b.received_at FROM batch b WHERE b.source_id = s.id AND NOT b.is_simulated ORDER BY b.id DESC LIMIT 1
  ) latest
  CROSS JOIN LATERAL (
    SELECT b.received_at FROM batch b
    WHERE b.source_id = s.id AND NOT b.is_simulated
      AND b.id >= ${idAt(`latest.received_at - interval '${RHYTHM_DAYS} days'`)}
    ORDER BY b.id LIMIT 1
  ) first
  CROSS JOIN LATERAL (
    SELECT max(extract(epoch FROM after.received_at - before.received_at)) AS seconds
    FROM generate_series(
      first.received_at, latest.received_at, interval '${STEP_HOURS} h'
    ) AS moment
    CROSS JOIN LATERAL (
      SELECT b.received_at FROM batch b
      WHERE b.source_id = s.id AND NOT b.is_simulated AND b.id >= ${idAt("moment")} ORDER BY b.id LIMIT 1
    ) after
    CROSS JOIN LATERAL (
      SELECT b.received_at FROM batch b
      WHERE b.source_id = s.id AND NOT b.is_simulated AND b.id < ${idAt("moment")} ORDER BY b.id DESC LIMIT 1
    ) before
  ) longest
  WHERE s.id = ANY($1::uuid[])`;

/** How many of the latest quarantined events are read. */
const REASONS_FROM_EVENTS = 1_000;

// An index holds these events alone: "event_other_workspace_idx".
const MIXED = `
  SELECT s.id AS "sourceId", other.events, s.app_group_id AS "appGroupId"
  FROM source s
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS events
    FROM (
      SELECT FROM event q
      WHERE q.source_id = s.id AND q.outcome = 'quarantined' AND q.field = '${APP_GROUP_FIELD}'
        AND q.batch_id >= ${idSince("24 h")}
      LIMIT ${REASONS_FROM_EVENTS}
    ) e
    HAVING count(*) > 0
  ) other
  WHERE s.id = ANY($1::uuid[])`;

/** How long carrying out a request may take before a person should look; our choice. */
const DELETION_HOURS = 72;

const DELETIONS = `
  SELECT r.source_id AS "sourceId", count(*)::int AS unfinished, (count(*) FILTER (WHERE r.state = 'open'))::int AS open,
         (count(*) FILTER (WHERE r.state = 'failed'))::int AS failed, min(r.due_at) AS "dueAt",
         bool_or(r.state = 'under_way' AND r.received_at < now() - interval '${DELETION_HOURS} h') AS "isLate"
  FROM deletion_request r
  WHERE r.source_id = ANY($1::uuid[]) AND r.state IN ('open', 'under_way', 'failed')
  GROUP BY r.source_id`;

// Only by rules that the source still has. Where Heap accepted enough no more is counted: there may be millions.
const REFUSED_PROPERTIES = `
  SELECT s.id AS "sourceId", refused.values, refused.words, COALESCE(h.property_failures, 0) AS failures,
         (SELECT count(*)::int FROM (
            SELECT FROM user_property p
            WHERE p.source_id = s.id AND p.heap_app = s.heap_app AND p.sent_at > now() - interval '24 h'
              AND p.refused_words IS NULL
            LIMIT (refused.values / ${REFUSED_PROPERTIES_SHARE})::int
          ) taken) AS accepted
  FROM source s
  LEFT JOIN heap_app h ON h.key = s.heap_app
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS values, (array_agg(p.refused_words ORDER BY p.changed_at DESC))[1] AS words
    FROM user_property p
    WHERE p.source_id = s.id AND p.heap_app = s.heap_app AND p.refused_words IS NOT NULL
      AND p.changed_at > now() - interval '24 h' AND s.user_properties @> jsonb_build_array(p.rule)
    HAVING count(*) > 0
  ) refused
  WHERE s.id = ANY($1::uuid[])`;

const TOP_REASON = `
  SELECT s.id AS "sourceId", top.*
  FROM source s
  CROSS JOIN LATERAL (
    SELECT e.reason, e.field, count(*)::int AS count, (sum(count(*)) OVER ())::int AS of,
           (array_agg(e.type ORDER BY e.batch_id DESC, e.index DESC))[1] AS type
    FROM (
      SELECT * FROM event q WHERE q.source_id = s.id AND q.outcome = 'quarantined' AND q.batch_id >= ${idSince("24 h")}
      ORDER BY q.batch_id DESC, q.index DESC LIMIT ${REASONS_FROM_EVENTS}
    ) e
    GROUP BY e.reason, e.field ORDER BY count(*) DESC LIMIT 1
  ) top
  WHERE s.id = ANY($1::uuid[])`;
