"use client";

import { useNow } from "./clock";
import { momentWords, zoneName } from "./moment";
import { relativeTime } from "./relative-time";
import { useZone } from "./zone";

/** How long ago, or in how long; the exact time in the viewer's zone shows on hover. */
export function TimeAgo({ value, empty = "never" }: { value: string | null; empty?: string }) {
  const now = useNow();
  const zone = useZone();
  if (value === null) return <span className="text-ink-soft">{empty}</span>;
  return (
    <time dateTime={value} title={exactTime(value, zone)} className="whitespace-nowrap">
      {now === null ? value.slice(0, 16).replace("T", " ") : relativeTime(value, now)}
    </time>
  );
}

/** The exact time in the viewer's zone, with its name unless the column is headed by it. */
export function DateTime({ value, isZoneAbove = false }: { value: string; isZoneAbove?: boolean }) {
  const zone = useZone();
  return (
    <time
      dateTime={value}
      title={isZoneAbove ? exactTime(value, zone) : undefined}
      className="whitespace-nowrap tabular-nums"
    >
      {isZoneAbove && zone ? momentWords(new Date(value), zone) : exactTime(value, zone)}
    </time>
  );
}

function exactTime(value: string, zone: string | null): string {
  if (zone === null) return `${value.slice(0, 19).replace("T", " ")} UTC`;
  const at = new Date(value);
  return `${momentWords(at, zone)} ${zoneName(at, zone)}`;
}
