import type { EngineEvent } from "./events";

/** A planned parallel step, or a sleep: what a run must finish before its function is called again. */
export interface PendingStep {
  stepId: string;
  isSleep: boolean;
  attempt: number;
  wakeAtMs: number;
}

/** A run, for the process that owns it. */
export interface RunState {
  id: string;
  functionId: string;
  event: EngineEvent;
  concurrencyKey: string | null;
  /** Whose share of which lane it uses; null outside the lanes. */
  share: { lane: string; key: string } | null;
  createdAtMs: number;
  /** Failed attempts of the next step, or of the function itself. */
  attempt: number;
  wakeAtMs: number;
  steps: Record<string, unknown>;
  stack: string[];
  pending: Map<string, PendingStep>;
  /** Database time minus this process's time, so that both agree on what is due. */
  clockOffsetMs: number;
}

/** What a run does next: finish sleeps, run planned steps, call the function, or wait until a time. */
export type NextMove =
  | { kind: "steps"; sleeps: PendingStep[]; planned: PendingStep[] }
  | { kind: "call" }
  | { kind: "wait"; untilMs: number };

/** Decides what `run` does at `nowMs`. Its function is called again once nothing it planned is pending. */
export function nextMove(run: RunState, nowMs: number): NextMove {
  const pending = [...run.pending.values()];
  if (pending.length === 0) {
    return run.wakeAtMs <= nowMs ? { kind: "call" } : { kind: "wait", untilMs: run.wakeAtMs };
  }

  const due = pending.filter((step) => step.wakeAtMs <= nowMs);
  if (due.length === 0) return { kind: "wait", untilMs: Math.min(...pending.map((step) => step.wakeAtMs)) };
  return { kind: "steps", sleeps: due.filter((s) => s.isSleep), planned: due.filter((s) => !s.isSleep) };
}
