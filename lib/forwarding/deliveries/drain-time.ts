/**
 * How long a backlog takes to drain at a Heap app's limit: the wait before forwarding continues, then the events at
 * the limit's pace. Whole seconds, at least one while anything waits; 0 without a backlog.
 * @param limitPerMinute null: no limit, so only the wait counts
 * @param waitSeconds until forwarding continues; 0 when it is under way
 */
export function drainSeconds(backlog: {
  pendingEvents: number;
  limitPerMinute: number | null;
  waitSeconds: number;
}): number {
  const { pendingEvents, limitPerMinute, waitSeconds } = backlog;
  if (pendingEvents <= 0) return 0;

  const paced = limitPerMinute === null ? 0 : (pendingEvents * 60) / limitPerMinute;
  return Math.max(1, Math.ceil(waitSeconds + paced));
}
