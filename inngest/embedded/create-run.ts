import { randomUUID } from "node:crypto";
import type { Queryable } from "@/lib/kernel/database";
import type { EngineEvent } from "./events";
import { ADD_RUN_JOBS } from "./jobs";
import type { EngineFunction } from "./subset";

/** First key of the advisory locks that serialise admission for one concurrency key. */
const ADMISSION_LOCKS = 7_261_001;

/**
 * Creates the run of `fn` for `event`; call it in a transaction. With a concurrency limit the run may have to wait.
 */
export async function createRun(
  client: Queryable,
  fn: EngineFunction,
  event: EngineEvent,
  eventSeq: string,
): Promise<void> {
  const share = fn.lane && [fn.lane.name, shareOf(fn.lane.field, event), fn.lane.limit];
  const columns = [randomUUID(), fn.id, JSON.stringify(event), eventSeq, ...(share ?? [null, null, null])];
  if (!fn.concurrency) {
    await client.query(INSERT_QUEUED, columns);
    return;
  }

  const concurrencyKey = keyOf(fn.id, fn.concurrency.field, event);
  await client.query(INSERT_WAITING, [...columns, concurrencyKey, fn.concurrency.limit]);
  await admitWaiting(client, concurrencyKey);
}

const INSERT_QUEUED = `
WITH runs AS (
  INSERT INTO engine_run (id, function_id, event, event_seq, lane, share_key, share_limit, status)
  VALUES ($1, $2, $3, $4, $5, $6, $7, 'queued')
  RETURNING id, wake_at, lane
)
${ADD_RUN_JOBS}`;

const INSERT_WAITING = `
INSERT INTO engine_run
  (id, function_id, event, event_seq, lane, share_key, share_limit, status, concurrency_key, concurrency_limit)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8, $9)`;

/** What events with the same key share: the function and the value of `event.data.<field>`. */
export function keyOf(functionId: string, field: string | null, event: EngineEvent): string {
  if (field === null) return functionId;
  return `${functionId} ${shareOf(field, event)}`;
}

/** The value of `event.data.<field>`, by which events share a limit; hints of an earlier version may lack it. */
function shareOf(field: string, event: EngineEvent): string {
  return JSON.stringify(event.data[field] ?? null);
}

/**
 * Queues the longest-waiting runs of a concurrency key while fewer than its limit are under way; call it in a
 * transaction. Slots are counted from the runs themselves, so none can leak. A run keeps its slot until it ends.
 */
export async function admitWaiting(client: Queryable, concurrencyKey: string): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock($1, hashtext($2))", [ADMISSION_LOCKS, concurrencyKey]);
  await client.query(ADMIT, [concurrencyKey]);
}

const ADMIT = `
WITH free AS (
  SELECT greatest(0, (
    SELECT concurrency_limit FROM engine_run
    WHERE concurrency_key = $1 AND status = 'waiting' ORDER BY event_seq DESC LIMIT 1
  ) - count(*)) AS slots
  FROM engine_run WHERE concurrency_key = $1 AND status IN ('queued', 'running')
), runs AS (
  UPDATE engine_run SET status = 'queued', wake_at = now()
  WHERE id IN (
    SELECT id FROM engine_run WHERE concurrency_key = $1 AND status = 'waiting'
    ORDER BY event_seq LIMIT (SELECT slots FROM free)
  )
  RETURNING id, wake_at, lane
)
${ADD_RUN_JOBS}`;
