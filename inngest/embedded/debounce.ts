import type { Pool } from "pg";
import { inTransactionOf, type Queryable } from "@/lib/kernel/database";
import { createRun, keyOf } from "./create-run";
import type { EngineEvent } from "./events";
import { addKeyedJob, JOB } from "./jobs";
import type { EngineFunction } from "./subset";

/**
 * Postpones the start of `fn` to now + period, but never past the first event + timeout, and remembers the latest
 * event; call it in a transaction. Returns when it is due, in milliseconds since 1970.
 */
export async function debounceEvent(
  client: Queryable,
  fn: EngineFunction,
  event: EngineEvent,
  eventSeq: string,
): Promise<number> {
  const { field = null, periodMs = 0, timeoutMs = null } = fn.debounce ?? {};
  const { rows } = await client.query<{ job: string | null; due_at: Date }>(UPSERT, [
    keyOf(fn.id, field, event),
    fn.id,
    JSON.stringify(event),
    eventSeq,
    periodMs,
    timeoutMs,
  ]);

  return rows[0]?.due_at.getTime() ?? Date.now();
}

/** SQL that adds the wake-up job of each debounce in the relation `due(key, due_at)`. */
export const ADD_DEBOUNCE_JOBS = `SELECT ${addKeyedJob(
  JOB.debounce,
  `json_build_object('key', due.key), run_at => due.due_at, job_key => '${JOB.debounce}:' || due.key`,
)} AS job, due.due_at FROM due`;

// Two workers may dispatch two events in the wrong order: the one accepted last wins.
const UPSERT = `
WITH due AS (
  INSERT INTO engine_debounce AS known (key, function_id, event, event_seq, due_at)
  VALUES ($1, $2, $3, $4, now() + least($5::float8, $6::float8) * interval '1 millisecond')
  ON CONFLICT (key) DO UPDATE SET
    event = CASE WHEN known.event_seq < excluded.event_seq THEN excluded.event ELSE known.event END,
    event_seq = greatest(known.event_seq, excluded.event_seq),
    due_at = least(now() + $5::float8 * interval '1 millisecond', known.first_at + $6::float8 * interval '1 millisecond')
  RETURNING key, due_at
)
${ADD_DEBOUNCE_JOBS}`;

/**
 * Starts the run of a due debounce with its latest event. A debounce that was postponed in the meantime is left
 * alone.
 */
export async function fireDebounce(
  pool: Pool,
  functions: readonly EngineFunction[],
  key: string,
): Promise<void> {
  await inTransactionOf(pool, async (client) => {
    const { rows } = await client.query<{ function_id: string; event: EngineEvent; event_seq: string }>(
      "DELETE FROM engine_debounce WHERE key = $1 AND due_at <= now() RETURNING function_id, event, event_seq",
      [key],
    );
    const [row] = rows;
    if (!row) return;

    const fn = functions.find((candidate) => candidate.id === row.function_id);
    if (!fn) throw new Error(`Function "${row.function_id}" is not served by this process.`);
    await createRun(client, fn, row.event, row.event_seq);
  });
}
