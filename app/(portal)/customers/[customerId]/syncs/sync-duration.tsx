"use client";

import { useNow } from "@/components/format/clock";
import { formatDuration } from "@/components/format/format-duration";

/** How long something took, or has taken so far; a dash before it began. */
export function SyncDuration(props: { startedAt: string | null; finishedAt: string | null }) {
  const { startedAt, finishedAt } = props;
  const now = useNow();
  if (startedAt === null) return <span className="text-ink-soft">–</span>;

  const endMs = finishedAt ? Date.parse(finishedAt) : now;
  if (endMs === null) return null;
  const milliseconds = Math.max(0, endMs - Date.parse(startedAt));
  return (
    <span className="whitespace-nowrap tabular-nums">
      {finishedAt && milliseconds < 1_000 ? `${milliseconds} ms` : formatDuration(milliseconds / 1_000)}
    </span>
  );
}
