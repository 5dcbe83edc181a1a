/**
 * The share of a limit, in percent, that syncs leave to whatever else the customer does with their workspace: the limit is one
 * for the whole of it. Our choice.
 */
export const LEFT_TO_OTHERS_PERCENT = 10;

/** What is left of a limit of calls that Braze reported. */
export interface CallLimit {
  /** Calls in a window, and how many of them are left in this one. */
  most: number;
  remaining: number;
  /** Until the window ends; 0 when it is over, and a full one begins with the next call. */
  endsInSeconds: number;
  windowSeconds: number;
}

/** How many calls syncs may still make in this window, and in a whole one. Pure. */
export function roomFor({ most, remaining, endsInSeconds }: CallLimit): { now: number; inWindow: number } {
  const leftToOthers = Math.floor((most * LEFT_TO_OTHERS_PERCENT) / 100);
  const inWindow = Math.max(1, most - leftToOthers);
  return { now: endsInSeconds > 0 ? Math.max(0, remaining - leftToOthers) : inWindow, inWindow };
}

/**
 * How long calls wait for Braze's limit at least, in seconds, if nothing else uses it; the time of the calls themselves comes on top.
 * Null while Braze has reported no limit. Pure.
 */
export function secondsOfWaiting(calls: number, limit: CallLimit | null): number | null {
  if (limit === null) return null;

  const { now, inWindow } = roomFor(limit);
  const later = calls - now;
  if (later <= 0) return 0;

  const windows = Math.ceil(later / inWindow);
  return Math.ceil(Math.max(0, limit.endsInSeconds) + (windows - 1) * limit.windowSeconds);
}
