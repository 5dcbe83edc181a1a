"use client";

import { useNow } from "./clock";
import { momentWords, zoneName } from "./moment";
import { timeAgo, timeAhead } from "./relative-time";
import { useZone } from "./zone";

/** How long ago something happened; the exact time in the viewer's zone shows on hover. */
export function TimeAgo({ value, empty = "never" }: { value: string | null; empty?: string }) {
  if (value === null) return <span className="text-ink-soft">{empty}</span>;
  return <FromNow value={value} words={timeAgo} />;
}

/** In how long something is to happen; the exact time in the viewer's zone shows on hover. */
export function TimeAhead({ value }: { value: string }) {
  return <FromNow value={value} words={timeAhead} />;
}

function FromNow({ value, words }: { value: string; words: (value: string, nowMs: number) => string }) {
  const now = useNow();
  const zone = useZone();
  return (
    <time dateTime={value} title={exactTime(value, zone)} className="whitespace-nowrap">
      {/* As short as what replaces it, so that it fits its column. */}
      {now === null ? value.slice(0, 10) : words(value, now)}
    </time>
  );
}

/**
 * A time to the minute in the viewer's zone, with its name unless the column is headed by it; its seconds show on hover.
 * With `withSeconds`, for what is compared with a log: they are shown.
 */
export function DateTime(props: { value: string; isZoneAbove?: boolean; withSeconds?: boolean }) {
  const { value, isZoneAbove = false, withSeconds = false } = props;
  const zone = useZone();
  return (
    <time dateTime={value} title={exactTime(value, zone)} className="whitespace-nowrap tabular-nums">
      {isZoneAbove && zone
        ? momentWords(new Date(value), zone, { withSeconds })
        : namedTime(value, zone, { withSeconds })}
    </time>
  );
}

function exactTime(value: string, zone: string | null): string {
  return namedTime(value, zone, { withSeconds: true });
}

function namedTime(value: string, zone: string | null, { withSeconds }: { withSeconds: boolean }): string {
  if (zone === null) return `${value.slice(0, withSeconds ? 19 : 16).replace("T", " ")} UTC`;
  const at = new Date(value);
  return `${momentWords(at, zone, { withSeconds })} ${zoneName(at, zone)}`;
}
