import { TributaryError } from "@/lib/kernel/errors";

const CHANGED = "Someone else changed this since you opened it. Reload it.";

/**
 * Refuses an edit of something that has changed in the meantime.
 * @throws TributaryError `conflict` with both versions as details; the current one also as `version`, by which clients of
 *   segments know it
 */
export function assertVersion(current: number, seen: number): void {
  if (current === seen) return;
  const details = { yourVersion: seen, currentVersion: current, version: current };
  throw new TributaryError("conflict", CHANGED, details);
}

/**
 * Refuses an edit that found no row of its version: another edit came in between.
 * @param count number of rows written
 * @throws TributaryError `conflict`
 */
export function assertWritten(count: number): void {
  if (count === 0) throw new TributaryError("conflict", CHANGED);
}
