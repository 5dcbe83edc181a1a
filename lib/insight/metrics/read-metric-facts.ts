import { countedCalls } from "@/lib/forwarding/deliveries/book-delivery";
import { EVALUATED_KINDS, NOTED_KINDS } from "@/lib/kernel/alerts/kinds";
import { pendingEvents } from "@/lib/kernel/batch-counts";
import { inTransaction } from "@/lib/kernel/database";
import { env } from "@/lib/kernel/env";
import { outcomesKeptFrom } from "@/lib/kernel/event-weeks";
import { judgeFunctions } from "@/lib/kernel/heartbeat";
import { SOURCE_FLOWS } from "@/lib/kernel/holds/hold-rule";
import { IS_OWED } from "@/lib/kernel/is-owed";
import { eventsPerMinute } from "@/lib/vendors/heap/limits";

/** What only the database knows; the same in every process. */
export interface Facts {
  /** Accepted events without an outcome, including those of paused sources. */
  pendingEvents: number;
  /** Age in seconds of the oldest waiting batch, without paused sources; 0 when none waits. */
  oldestPendingSeconds: number;
  /** Members that Braze has not been told about yet. */
  owedMembers: number;
  /** Syncs queued or running. */
  activeSyncs: number;
  /** Since a function last ran, whichever engine runs them. */
  functionsSilentSeconds: number;
  /** Heap apps that wait now, for Heap's limit or after a failure. */
  waitingHeapApps: number;
  /** For the Heap app closest to its limit: the share of a minute's events used now. */
  heapBudgetUsed: number;
  /** Open alerts, with an entry for every kind. */
  openAlerts: Record<string, number>;
  customers: Record<string, number>;
  /** Messages of the last day that were given up, or have failed and are tried again. */
  unsentMessages: number;
  /** For how long the oldest body or outcome should have been pruned; 0 when none is due. */
  retentionOverdueSeconds: number;
}

/** More frequent requests get the same answer again: scrapes must not become load. */
const KEEP_SECONDS = 5;

/** A scrape that takes longer than this is given up. */
const TIMEOUT_MS = 3_000;

/** Counting ends here, so that measuring a large backlog is not slow. */
const MAX_BATCHES_COUNTED = 100_000;
const MAX_OWED_COUNTED = 1_000_000;

let kept: { facts: Promise<Facts>; untilMs: number } | undefined;

/**
 * Reads the facts in one bounded statement, or returns those read in the last seconds.
 * @throws when the database does not answer in time
 */
export function readFacts(nowMs = Date.now()): Promise<Facts> {
  if (!kept || kept.untilMs <= nowMs) {
    const facts = queryFacts();
    const fresh = { facts, untilMs: nowMs + KEEP_SECONDS * 1_000 };
    kept = fresh;
    facts.catch(() => {
      if (kept === fresh) kept = undefined;
    });
  }
  return kept.facts;
}

async function queryFacts(): Promise<Facts> {
  return inTransaction(async (client) => {
    await client.query(`SET LOCAL statement_timeout = ${TIMEOUT_MS}`);
    const { rows } = await client.query<Facts>(FACTS, [
      eventsPerMinute("us:", 0),
      env().SANDBOX_EVENTS_PER_MINUTE,
      env().RETENTION_BODY_DAYS,
      env().RETENTION_OUTCOME_DAYS,
    ]);
    const [facts] = rows;
    if (!facts) throw new Error("The database returned no facts.");

    const none = Object.fromEntries([...NOTED_KINDS, ...EVALUATED_KINDS].map((kind) => [kind, 0]));
    const { silentSeconds } = judgeFunctions(facts.functionsSilentSeconds, process.uptime());
    return { ...facts, functionsSilentSeconds: silentSeconds, openAlerts: { ...none, ...facts.openAlerts } };
  });
}

const FACTS = `
  SELECT
    (SELECT COALESCE(sum(pending), 0)::float8 FROM (
       SELECT ${pendingEvents()} AS pending
       FROM batch b WHERE state = 'pending' LIMIT ${MAX_BATCHES_COUNTED}
     ) waiting) AS "pendingEvents",
    (SELECT COALESCE(extract(epoch FROM now() - min(oldest.received_at)), 0)::float8
     FROM source s JOIN customer c ON c.id = s.customer_id
     CROSS JOIN LATERAL (
       SELECT b.received_at FROM batch b
       WHERE b.source_id = s.id AND b.state = 'pending' AND b.held_at IS NULL ORDER BY b.id LIMIT 1
     ) oldest
     WHERE ${SOURCE_FLOWS}) AS "oldestPendingSeconds",
    (SELECT count(*)::float8 FROM (
       SELECT FROM member m WHERE ${IS_OWED} LIMIT ${MAX_OWED_COUNTED}) owed) AS "owedMembers",
    (SELECT count(*)::int FROM sync WHERE state IN ('queued', 'running')) AS "activeSyncs",
    COALESCE((SELECT extract(epoch FROM now() - last_run_at)::float8 FROM functions_heartbeat), 0) AS "functionsSilentSeconds",
    (SELECT count(*)::int FROM heap_app WHERE resume_at > now()) AS "waitingHeapApps",
    (SELECT COALESCE(max(used.events / NULLIF(CASE WHEN split_part(a.key, ':', 1) IN ('sandbox', 'sandbox_eu') THEN $2::float8 ELSE $1::float8 END, 0)), 0)::float8
     FROM heap_app a
     CROSS JOIN LATERAL (SELECT sum(event_count)::float8 AS events FROM (${countedCalls("a.key")}) call) used
    ) AS "heapBudgetUsed",
    (SELECT COALESCE(json_object_agg(kind, open), '{}') FROM (
       SELECT kind, count(*) AS open FROM alert WHERE resolved_at IS NULL GROUP BY kind) kinds) AS "openAlerts",
    (SELECT COALESCE(json_object_agg(state, count), '{}') FROM (
       SELECT state, count(*) FROM customer GROUP BY state) states) AS customers,
    (SELECT count(*)::int FROM message
     WHERE created_at > now() - interval '1 day' AND (state = 'failed' OR state = 'waiting' AND attempts > 1)) AS "unsentMessages",
    GREATEST(0, extract(epoch FROM now() - LEAST(
       (SELECT received_at FROM batch WHERE body IS NOT NULL AND state = 'done' ORDER BY received_at LIMIT 1),
       (SELECT received_at FROM batch WHERE body_zip IS NOT NULL ORDER BY received_at LIMIT 1)
     ) - make_interval(days => $3)), extract(epoch FROM ${outcomesKeptFrom("$4")} - (
       SELECT received_at FROM batch WHERE state = 'done' ORDER BY received_at LIMIT 1
     )))::float8 AS "retentionOverdueSeconds"`;
