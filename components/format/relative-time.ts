import { formatDuration } from "./format-duration";

/** Anything closer than this is now. */
const NOW_SECONDS = 5;

/**
 * When something happened: "just now", "3 min ago", the largest unit only. Never in the future: a time that another clock
 * says is still to come was just now. Pure.
 */
export function timeAgo(value: string, nowMs: number): string {
  const seconds = secondsUntil(value, nowMs);
  return seconds > -NOW_SECONDS ? "just now" : `${largestUnit(-seconds)} ago`;
}

/** When something is to happen: "now", "in 2 h", the largest unit only; "3 min ago" if it should have happened. Pure. */
export function timeAhead(value: string, nowMs: number): string {
  const seconds = secondsUntil(value, nowMs);
  if (Math.abs(seconds) < NOW_SECONDS) return "now";
  return seconds > 0 ? `in ${largestUnit(seconds)}` : timeAgo(value, nowMs);
}

function secondsUntil(value: string, nowMs: number): number {
  return Math.round((Date.parse(value) - nowMs) / 1_000);
}

function largestUnit(seconds: number): string {
  return formatDuration(seconds, { parts: 1 });
}
