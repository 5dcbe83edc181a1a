import type { VendorError } from "@/lib/kernel/errors";

/** This many calls in a row without an answer, or with the vendor's own fault, and it is only probed. */
const OPEN_AFTER_FAILURES = 3;

/** A probe that says nothing for this long has died with its process. A call takes at most half a minute. */
export const PROBE_SECONDS = 60;

/** What is known of a vendor workspace: a Heap app, or the Braze workspace of a destination. */
export interface Circuit {
  /** Failed calls in a row, of everybody who calls it. */
  failures: number;
  /** What is left of the wait after the last failure; 0 when it is over. */
  waitSeconds: number;
  /** What is left of the time of somebody else's probe; 0 when nobody probes. */
  probeSeconds: number;
}

/** Whether a call may be made now: like any other, as the one probe, or later. */
export type Admission = { kind: "go" } | { kind: "probe" } | { kind: "wait"; seconds: number };

/**
 * The circuit breaker of a vendor workspace: while it fails, everybody waits except for one probe at a time, so that a
 * workspace that hangs costs one call at a time, whoever wants to call it.
 */
export function admitCall({ failures, waitSeconds, probeSeconds }: Circuit): Admission {
  if (failures < OPEN_AFTER_FAILURES) return { kind: "go" };
  const seconds = Math.ceil(Math.max(waitSeconds, probeSeconds));
  return seconds > 0 ? { kind: "wait", seconds } : { kind: "probe" };
}

/** Whether a failure says that the workspace is down, rather than something about this one call. */
export function isOutage({ kind }: VendorError): boolean {
  return kind === "no_answer" || kind === "unavailable";
}
