import { isRecord } from "./is-record";

/** The vendor calls that can be made to fail. */
const FAULT_TARGETS = [
  "braze.cohorts",
  "braze.users",
  "braze.export",
  "braze.delete",
  "braze.track",
  "heap.track",
  "heap.add_user_properties",
  "heap.auth_token",
  "heap.user_deletion",
  "heap.deletion_status",
] as const;
export type FaultTarget = (typeof FAULT_TARGETS)[number];

/**
 * - `status`: answer with that status; nothing takes effect.
 * - `latency`: wait, then answer normally. `latencyMs` also delays every other mode.
 * - `drop_before`: cut the connection; nothing takes effect.
 * - `drop_after`: the call takes effect, then the connection is cut without an answer.
 * - `half_answer`: the call takes effect, the answer breaks off in the middle of its body.
 * - `silent_before`: nothing takes effect and no answer ever comes; the connection stays open.
 * - `silent_after`: the call takes effect and no answer ever comes.
 */
const FAULT_MODES = [
  "status",
  "latency",
  "drop_before",
  "drop_after",
  "half_answer",
  "silent_before",
  "silent_after",
] as const;
export type FaultMode = (typeof FAULT_MODES)[number];

export type Fault = {
  target: FaultTarget;
  mode: FaultMode;
  /** Calls still to be hit. */
  count: number;
  match?: { appId?: string; cohortId?: string; workspaceKey?: string };
  status?: number;
  retryAfterSeconds?: number;
  latencyMs?: number;
  /** Delays the answer until then; for tests that run in the sandbox's process. */
  until?: Promise<void>;
  /**
   * Body of a `status` answer. In a string, `{client_secret}` becomes the caller's secret, as Braze's own 401 does.
   */
  body?: unknown;
};

/** What a fault can be matched against. */
export type FaultSubject = { appId?: string; cohortId?: string; workspaceKey?: string };

/** The faults in force, first come first served. */
export class FaultTable {
  private faults: Fault[] = [];

  add(fault: Fault): void {
    this.faults.push(fault);
  }

  /** Ends those that are matched by these very values; with none, all. */
  clear(match: FaultSubject = {}): void {
    const wanted = Object.entries(match) as [keyof FaultSubject, string][];
    this.faults = this.faults.filter((fault) =>
      wanted.some(([field, value]) => fault.match?.[field] !== value),
    );
  }

  list(): readonly Fault[] {
    return this.faults;
  }

  /** Uses up one hit of the first fault that concerns this call; undefined when none does. */
  take(target: FaultTarget, subject: FaultSubject): Fault | undefined {
    if (this.faults.length === 0) return undefined;

    const fault = this.faults.find(
      (candidate) => candidate.target === target && concerns(candidate, subject),
    );
    if (!fault) return undefined;

    fault.count -= 1;
    if (fault.count <= 0) this.faults = this.faults.filter((other) => other !== fault);
    return fault;
  }
}

function concerns({ match }: Fault, subject: FaultSubject): boolean {
  if (!match) return true;

  return (
    (match.appId === undefined || match.appId === subject.appId) &&
    (match.cohortId === undefined || match.cohortId === subject.cohortId) &&
    (match.workspaceKey === undefined || match.workspaceKey === subject.workspaceKey)
  );
}

/** Reads a fault from JSON. @throws Error naming the field that is wrong. */
export function parseFault(value: unknown): Fault {
  if (!isRecord(value)) throw new Error("a fault is an object");

  const target = FAULT_TARGETS.find((known) => known === value.target);
  if (!target) throw new Error(`target must be one of ${FAULT_TARGETS.join(", ")}`);
  const mode = FAULT_MODES.find((known) => known === value.mode);
  if (!mode) throw new Error(`mode must be one of ${FAULT_MODES.join(", ")}`);

  const fault: Fault = { target, mode, count: readNumber(value, "count", 1) ?? 1 };
  const status = readNumber(value, "status", 200);
  if (mode === "status" && status === undefined) throw new Error("mode status needs a status");
  const retryAfterSeconds = readNumber(value, "retryAfterSeconds", 0);
  const latencyMs = readNumber(value, "latencyMs", 0);
  if (mode === "latency" && latencyMs === undefined) throw new Error("mode latency needs latencyMs");

  if (status !== undefined) fault.status = status;
  if (retryAfterSeconds !== undefined) fault.retryAfterSeconds = retryAfterSeconds;
  if (latencyMs !== undefined) fault.latencyMs = latencyMs;
  if (value.body !== undefined) fault.body = value.body;
  if (value.match !== undefined) fault.match = readMatch(value.match);
  return fault;
}

function readNumber(value: Record<string, unknown>, field: string, minimum: number): number | undefined {
  const number = value[field];
  if (number === undefined) return undefined;
  if (typeof number !== "number" || !Number.isFinite(number) || number < minimum) {
    throw new Error(`${field} must be a number of at least ${minimum}`);
  }
  return number;
}

/** Reads what faults are matched by from JSON. @throws Error naming the field that is wrong. */
export function readMatch(value: unknown): FaultSubject {
  if (!isRecord(value)) throw new Error("match must be an object");

  const match: FaultSubject = {};
  for (const [field, wanted] of Object.entries(value)) {
    if (field !== "appId" && field !== "cohortId" && field !== "workspaceKey") {
      throw new Error(`match knows appId, cohortId and workspaceKey, not ${field}`);
    }
    match[field] = String(wanted);
  }
  return match;
}
