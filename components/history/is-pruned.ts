const DAY_MS = 86_400_000;

/**
 * Whether everything until this time has been pruned: a chart still counts it, and a list has none of it. Pure.
 * @param to ISO 8601 or a day; empty for now
 */
export function isPruned(to: string, keptDays: number, nowMs: number): boolean {
  const toMs = Date.parse(to);
  return !Number.isNaN(toMs) && toMs < nowMs - keptDays * DAY_MS;
}
