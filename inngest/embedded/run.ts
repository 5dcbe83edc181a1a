import { hasToMakeRoom } from "./claim-next";
import type { EngineContext } from "./context";
import { durationMs } from "./duration";
import { type Answer, callFunction, type Operation, type WireError } from "./protocol";
import { nextMove, type PendingStep, type RunState } from "./run-state";
import {
  claimRun,
  finishRun,
  OwnershipLost,
  releaseRun,
  saveAttempt,
  saveFinished,
  savePending,
} from "./run-store";
import type { EngineFunction } from "./subset";

/** Inngest's limit of steps in a run (docs/contracts/inngest.md#limits). */
const STEPS_MAX = 1000;

/** Inngest's limit of one step's result, 4 MB (docs/contracts/inngest.md#limits). */
const RESULT_BYTES_MAX = 4 * 1024 * 1024;

/** How long to leave a run after an error of the engine's own, such as a lost database connection. */
const AFTER_ENGINE_ERROR_MS = 1000;

/**
 * A run of a function that this process does not serve is looked at again at this interval, and given up after a day.
 */
const UNSERVED_RETRY_MS = 30_000;
const UNSERVED_GIVE_UP_MS = 86_400_000;

/**
 * Executes a run from its current state, step after step, until it ends, has to wait or to make
 * room, or the engine stops. Does
 * nothing if the run is not due or another process owns it. Never throws: a run that cannot continue is released.
 */
export async function executeRun(ctx: EngineContext, runId: string): Promise<void> {
  if (ctx.abandoned.has(runId)) return;
  if (ctx.active.has(runId)) {
    // The run has just been released in the database, and its next job came before this process recorded that.
    ctx.knocked.add(runId);
    return;
  }

  ctx.active.add(runId);
  do {
    ctx.knocked.delete(runId);
    await executeOnce(ctx, runId);
  } while (ctx.knocked.has(runId));
  ctx.active.delete(runId);
}

/** Executes a run that this process has just claimed from a lane; otherwise like `executeRun`. */
export async function executeClaimed(ctx: EngineContext, run: RunState): Promise<void> {
  await guard(ctx, run.id, () => advance(ctx, run));
}

async function executeOnce(ctx: EngineContext, runId: string): Promise<void> {
  await guard(ctx, runId, async () => {
    const run = await claimRun(ctx, runId);
    if (run) await advance(ctx, run);
  });
}

async function guard(ctx: EngineContext, runId: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (err) {
    if (err instanceof OwnershipLost) {
      ctx.logger.warn({ runId }, "The run belongs to another process now.");
      return;
    }
    ctx.logger.error({ err, runId }, "A run was interrupted and will continue from its last stored step.");
    await releaseOrAbandon(ctx, runId);
  }
}

async function releaseOrAbandon(ctx: EngineContext, runId: string): Promise<void> {
  try {
    await releaseRun(ctx, runId, Date.now() + AFTER_ENGINE_ERROR_MS);
    ctx.nudgeAt(Date.now() + AFTER_ENGINE_ERROR_MS);
  } catch {
    // The database is away. The heartbeat releases the run as soon as the database answers again.
    ctx.abandoned.add(runId);
  }
}

async function advance(ctx: EngineContext, run: RunState): Promise<void> {
  const fn = ctx.functions.find((candidate) => candidate.id === run.functionId);
  if (!fn) return await leaveToOthers(ctx, run);

  for (let isFirst = true; !ctx.isStopping(); isFirst = false) {
    const nowMs = Date.now() + run.clockOffsetMs;
    const move = nextMove(run, nowMs);

    if (move.kind === "wait") {
      await releaseRun(ctx, run.id, move.untilMs);
      ctx.nudgeAt(move.untilMs - run.clockOffsetMs);
      return;
    }
    if (!isFirst && (await hasToMakeRoom(ctx, run))) break;
    if (move.kind === "call") {
      if (await isEnded(ctx, fn, run, null)) return;
      continue;
    }
    for (const sleep of move.sleeps) await saveFinished(ctx, run, sleep.stepId, null);
    if (await runPlanned(ctx, fn, run, move.planned)) return;
  }

  await releaseRun(ctx, run.id, Date.now() + run.clockOffsetMs);
}

/**
 * Runs planned steps side by side; waits for all of them even if one fails, so that none continues without an owner.
 */
async function runPlanned(
  ctx: EngineContext,
  fn: EngineFunction,
  run: RunState,
  planned: PendingStep[],
): Promise<boolean> {
  const results = await Promise.allSettled(planned.map((step) => isEnded(ctx, fn, run, step)));
  const failure = results.find((result) => result.status === "rejected");
  if (failure) throw failure.reason;
  return results.some((result) => result.status === "fulfilled" && result.value);
}

/** Calls the function, or one planned step of it, and stores the result. True when the run has ended. */
async function isEnded(
  ctx: EngineContext,
  fn: EngineFunction,
  run: RunState,
  step: PendingStep | null,
): Promise<boolean> {
  const attempt = step ? step.attempt : run.attempt;
  const answer = await callFunction(ctx.handler, {
    functionId: fn.id,
    stepId: step ? step.stepId : null,
    runId: run.id,
    event: run.event,
    steps: run.steps,
    stack: run.stack,
    attempt,
    maxAttempts: fn.maxAttempts,
  });

  const error = failureOf(answer, fn, run, attempt);
  if (error || answer.kind === "returned") {
    await finishRun(ctx, run, error);
    return true;
  }

  if (answer.kind === "threw") {
    await tryAgain(ctx, run, step, attempt, answer.retryAfterMs);
    return false;
  }
  for (const operation of answer.operations)
    await store(ctx, fn, run, step, operation, attempt, answer.retryAfterMs);
  return false;
}

/** Why an answer ends the run as failed, or null. */
function failureOf(answer: Answer, fn: EngineFunction, run: RunState, attempt: number): WireError | null {
  if (answer.kind === "threw")
    return answer.isRetriable && attempt + 1 < fn.maxAttempts ? null : answer.error;
  if (answer.kind === "returned") return null;

  const unsupported = answer.operations.find((operation) => operation.kind === "unsupported");
  if (unsupported) {
    return {
      name: "Error",
      message: `Function "${fn.id}": the embedded engine does not support ${unsupported.name}.`,
    };
  }
  if (run.stack.length + answer.operations.length > STEPS_MAX) {
    return { name: "Error", message: `Function "${fn.id}": a run may have ${STEPS_MAX} steps.` };
  }
  return null;
}

async function store(
  ctx: EngineContext,
  fn: EngineFunction,
  run: RunState,
  step: PendingStep | null,
  operation: Operation,
  attempt: number,
  retryAfterMs: number | null,
): Promise<void> {
  if (operation.kind === "unsupported") return;
  const { stepId } = operation;
  const nowMs = Date.now() + run.clockOffsetMs;

  switch (operation.kind) {
    case "ran":
      return await saveFinished(ctx, run, stepId, dataOf(stepId, operation.data));
    case "failed":
      return await saveFinished(ctx, run, stepId, { type: "error", error: operation.error });
    case "threw":
      if (attempt + 1 < fn.maxAttempts) return await tryAgain(ctx, run, step, attempt, retryAfterMs);
      return await saveFinished(ctx, run, stepId, { type: "error", error: operation.error });
    case "planned":
      return await savePending(ctx, run, { stepId, isSleep: false, attempt: 0, wakeAtMs: nowMs });
    case "sleep":
      return await savePending(ctx, run, {
        stepId,
        isSleep: true,
        attempt: 0,
        wakeAtMs: sleepEnd(operation.name, nowMs),
      });
  }
}

async function tryAgain(
  ctx: EngineContext,
  run: RunState,
  step: PendingStep | null,
  attempt: number,
  retryAfterMs: number | null,
): Promise<void> {
  const delayMs = retryAfterMs ?? ctx.timing.retryDelayMs(attempt + 1);
  const wakeAtMs = Date.now() + run.clockOffsetMs + delayMs;

  if (step) await savePending(ctx, run, { ...step, attempt: attempt + 1, wakeAtMs });
  else await saveAttempt(ctx, run, attempt + 1, wakeAtMs);
}

function dataOf(stepId: string, data: unknown): Record<string, unknown> {
  if (Buffer.byteLength(JSON.stringify(data)) <= RESULT_BYTES_MAX) return { type: "data", data };
  return {
    type: "error",
    error: { name: "Error", message: `The result of step ${stepId} is larger than 4 MB.` },
  };
}

function sleepEnd(name: string, nowMs: number): number {
  const duration = durationMs(name);
  if (duration === null) throw new Error(`The SDK asked for a sleep this engine cannot read: ${name}`);
  return nowMs + duration;
}

/** During a deployment an older process may pick up a run that only a newer one can execute. */
async function leaveToOthers(ctx: EngineContext, run: RunState): Promise<void> {
  const message = `Function "${run.functionId}" is not served by this process.`;
  ctx.logger.warn({ runId: run.id }, message);

  const nowMs = Date.now() + run.clockOffsetMs;
  if (nowMs - run.createdAtMs < UNSERVED_GIVE_UP_MS)
    return await releaseRun(ctx, run.id, nowMs + UNSERVED_RETRY_MS);
  await finishRun(ctx, run, { name: "Error", message });
}
