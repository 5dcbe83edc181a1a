/** The filters of the syncs screen; `from` and `to` are days in the viewer's zone, both included. */
export const SYNC_FILTERS = ["segmentId", "q", "state", "trigger", "from", "to"] as const;

export type SyncFilterValues = Record<(typeof SYNC_FILTERS)[number], string>;

/** The API's filters: days become the moments they begin and end at in this browser's zone. */
export function toApiFilters({ from, to, ...rest }: SyncFilterValues): Record<string, string> {
  return { ...rest, from: startOfDay(from, 0), to: startOfDay(to, 1) };
}

function startOfDay(day: string, daysLater: number): string {
  const [year, month, date] = day.split("-").map(Number);
  if (!year || !month || !date) return "";
  return new Date(year, month - 1, date + daysLater).toISOString();
}
