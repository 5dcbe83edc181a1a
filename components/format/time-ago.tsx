"use client";

import { useNow } from "./clock";
import { relativeTime } from "./relative-time";

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
