import { TributaryError } from "@/lib/kernel/errors";

const CHANGED = "It was changed by someone else since you opened it. Load it again.";

/**
 * Refuses an edit of something that has changed since.
 * @throws TributaryError `conflict` with both versions as details
 */
export function assertVersion(current: number, seen: number): void {
  if (current === seen) return;
  throw new TributaryError("conflict", CHANGED, { yourVersion: seen, currentVersion: current });
}

/**
 * Refuses an edit that met no row of the version it saw: another one came in between.
 * @param count rows written
 * @throws TributaryError `conflict`
 */
export function assertWritten(count: number): void {
  if (count === 0) throw new TributaryError("conflict", CHANGED);
}
