import { formatDuration } from "./format-duration";

/** Anything closer than this is "just now". */
const JUST_NOW_SECONDS = 5;

/** "3 min ago", "in 2 h": the largest unit only. */
export function relativeTime(value: string, nowMs: number): string {
  const seconds = Math.round((nowMs - Date.parse(value)) / 1_000);
  if (Math.abs(seconds) < JUST_NOW_SECONDS) return "just now";

  const words = formatDuration(Math.abs(seconds), { parts: 1 });
  return seconds > 0 ? `${words} ago` : `in ${words}`;
}
