"use client";

import { useNow } from "./clock";
import { formatDuration } from "./format-duration";

/** Nearer than this it is "just now". */
const JUST_NOW_SECONDS = 5;

/** How long ago, or in how long; the exact time in the viewer's zone shows on hover. */
export function TimeAgo({ value, empty = "never" }: { value: string | null; empty?: string }) {
  const now = useNow();
  if (value === null) return <span className="text-ink-soft">{empty}</span>;
  return (
    <time dateTime={value} title={now === null ? value : exactTime(value)} className="whitespace-nowrap">
      {now === null ? value.slice(0, 16).replace("T", " ") : relativeTime(value, now)}
    </time>
  );
}

/** The exact time in the viewer's zone; with the zone on hover. */
export function DateTime({ value }: { value: string }) {
  const now = useNow();
  return (
    <time
      dateTime={value}
      title={now === null ? value : exactTime(value)}
      className="whitespace-nowrap tabular-nums"
    >
      {now === null ? value.slice(0, 19).replace("T", " ") : shortTime(value)}
    </time>
  );
}

/** "3 min ago", "in 2 h": the largest unit only. */
export function relativeTime(value: string, nowMs: number): string {
  const seconds = Math.round((nowMs - Date.parse(value)) / 1_000);
  if (Math.abs(seconds) < JUST_NOW_SECONDS) return "just now";

  const words = formatDuration(Math.abs(seconds), { parts: 1 });
  return seconds > 0 ? `${words} ago` : `in ${words}`;
}

function exactTime(value: string): string {
  return new Date(value).toLocaleString("en-GB", { dateStyle: "full", timeStyle: "long" });
}

function shortTime(value: string): string {
  return new Date(value).toLocaleString("en-GB", {
    day: "2-digit",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
}
