import { inTransactionOf, type Queryable } from "@/lib/kernel/database";
import type { EngineContext } from "./context";
import { admitWaiting } from "./create-run";
import { type EngineEvent, storeEvents } from "./events";
import { ADD_RUN_JOBS } from "./jobs";
import type { WireError } from "./protocol";
import type { PendingStep, RunState } from "./run-state";
import { FAILED_EVENT } from "./subset";

/** Another process took over the run: whatever this one still learns about it is void. */
export class OwnershipLost extends Error {
  override readonly name = "OwnershipLost";

  constructor(runId: string) {
    super(`Run ${runId} belongs to another process now.`);
  }
}

/**
 * A run, and the process that writes to it: every write is refused with `OwnershipLost` unless that process owns the
 * run.
 */
type Owner = Pick<EngineContext, "pool" | "processId">;

/** The same in a transaction. */
interface OwnerInTransaction {
  pool: Queryable;
  processId: number;
}

interface RunRow {
  function_id: string;
  event: EngineEvent;
  concurrency_key: string | null;
  lane: string | null;
  share_key: string | null;
  attempt: number;
  wake_at: Date;
  created_at: Date;
  now: Date;
}

interface StepRow {
  step_id: string;
  position: number | null;
  result: unknown;
  attempt: number;
  wake_at: Date | null;
  is_sleep: boolean;
}

/** Takes a queued run that is due and loads it. Null when it is not due, not queued, or owned by a process. */
export async function claimRun(
  { pool, processId }: OwnerInTransaction,
  runId: string,
): Promise<RunState | null> {
  const claimed = await pool.query<RunRow>(
    `UPDATE engine_run SET status = 'running', owner_id = $2
     WHERE id = $1 AND status = 'queued' AND wake_at <= now() AND EXISTS (SELECT 1 FROM engine_process WHERE id = $2)
     RETURNING function_id, event, concurrency_key, lane, share_key, attempt, wake_at, created_at, clock_timestamp() AS now`,
    [runId, processId],
  );
  const [row] = claimed.rows;
  if (!row) return null;

  const steps = await pool.query<StepRow>(
    "SELECT step_id, position, result, attempt, wake_at, is_sleep FROM engine_step WHERE run_id = $1 ORDER BY position",
    [runId],
  );
  return toState(runId, row, steps.rows);
}

function toState(id: string, row: RunRow, steps: StepRow[]): RunState {
  const finished = steps.filter((step) => step.position !== null);
  const pending = steps.filter((step) => step.position === null);

  return {
    id,
    functionId: row.function_id,
    event: row.event,
    concurrencyKey: row.concurrency_key,
    share: row.lane !== null && row.share_key !== null ? { lane: row.lane, key: row.share_key } : null,
    createdAtMs: row.created_at.getTime(),
    attempt: row.attempt,
    wakeAtMs: row.wake_at.getTime(),
    steps: Object.fromEntries(finished.map((step) => [step.step_id, step.result])),
    stack: finished.map((step) => step.step_id),
    pending: new Map(
      pending.map((step) => [
        step.step_id,
        {
          stepId: step.step_id,
          isSleep: step.is_sleep,
          attempt: step.attempt,
          wakeAtMs: step.wake_at?.getTime() ?? 0,
        },
      ]),
    ),
    clockOffsetMs: row.now.getTime() - Date.now(),
  };
}

/** Stores a finished step: `result` in the form of the protocol. The next step starts at its first attempt. */
export async function saveFinished(
  owner: Owner,
  run: RunState,
  stepId: string,
  result: unknown,
): Promise<void> {
  // Assigned at once, so that parallel steps that finish together get different places.
  const position = run.stack.push(stepId);
  await writeOwned(
    owner,
    run.id,
    `WITH owned AS (UPDATE engine_run SET attempt = 0 WHERE id = $1 AND owner_id = $2 RETURNING id)
     INSERT INTO engine_step (run_id, step_id, position, result)
     SELECT id, $3, $4, $5::json FROM owned
     ON CONFLICT (run_id, step_id) DO UPDATE SET position = excluded.position, result = excluded.result`,
    [stepId, position, JSON.stringify(result)],
  );

  run.steps[stepId] = result;
  run.attempt = 0;
  run.pending.delete(stepId);
}

/** Stores that a step is planned, asleep, or to be tried again. */
export async function savePending(owner: Owner, run: RunState, step: PendingStep): Promise<void> {
  await writeOwned(
    owner,
    run.id,
    `WITH owned AS (SELECT id FROM engine_run WHERE id = $1 AND owner_id = $2 FOR UPDATE)
     INSERT INTO engine_step (run_id, step_id, attempt, wake_at, is_sleep)
     SELECT id, $3, $4, $5, $6 FROM owned
     ON CONFLICT (run_id, step_id) DO UPDATE SET attempt = excluded.attempt, wake_at = excluded.wake_at`,
    [step.stepId, step.attempt, new Date(step.wakeAtMs), step.isSleep],
  );

  run.pending.set(step.stepId, step);
}

/** Stores that the next call is attempt number `attempt`, not before `wakeAtMs`. */
export async function saveAttempt(
  owner: Owner,
  run: RunState,
  attempt: number,
  wakeAtMs: number,
): Promise<void> {
  await writeOwned(
    owner,
    run.id,
    "UPDATE engine_run SET attempt = $3, wake_at = $4 WHERE id = $1 AND owner_id = $2",
    [attempt, new Date(wakeAtMs)],
  );

  run.attempt = attempt;
  run.wakeAtMs = wakeAtMs;
}

async function writeOwned(
  { pool, processId }: Owner,
  runId: string,
  sql: string,
  rest: unknown[],
): Promise<void> {
  const { rowCount } = await pool.query(sql, [runId, processId, ...rest]);
  if (!rowCount) throw new OwnershipLost(runId);
}

/** Releases a run, to be claimed at `wakeAtMs` by any free process. Does nothing if this process no longer owns it. */
export async function releaseRun({ pool, processId }: Owner, runId: string, wakeAtMs: number): Promise<void> {
  await pool.query(
    `WITH runs AS (
       UPDATE engine_run SET status = 'queued', owner_id = NULL, wake_at = $3
       WHERE id = $1 AND owner_id = $2 RETURNING id, wake_at, lane
     )
     ${ADD_RUN_JOBS}`,
    [runId, processId, new Date(wakeAtMs)],
  );
}

/** Ends a run; with an `error` it has failed, and its failure event is stored. Frees its concurrency slot. */
export async function finishRun(
  { pool, processId }: Owner,
  run: RunState,
  error: WireError | null,
): Promise<void> {
  await inTransactionOf(pool, async (client) => {
    const { rowCount } = await client.query(
      `UPDATE engine_run SET status = $3, owner_id = NULL, error = $4, finished_at = now()
       WHERE id = $1 AND owner_id = $2`,
      [run.id, processId, error ? "failed" : "done", error && JSON.stringify(error)],
    );
    if (!rowCount) throw new OwnershipLost(run.id);

    await client.query("DELETE FROM engine_step WHERE run_id = $1", [run.id]);
    if (error) await storeEvents(client, [failedEvent(run, error)]);
    if (run.concurrencyKey) await admitWaiting(client, run.concurrencyKey);
  });
}

function failedEvent(run: RunState, error: WireError) {
  return {
    name: FAILED_EVENT,
    data: { function_id: run.functionId, run_id: run.id, error, event: run.event },
  };
}
