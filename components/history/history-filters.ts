import type { QueryOf } from "@/components/data/route-types";

/** Which time a history is about, as it is in the URL: a range that ends now, or `from` and `to`, days in UTC, both included. */
export const HISTORY_FILTERS = ["range", "from", "to"] as const;

export type HistoryFilters = Readonly<Record<(typeof HISTORY_FILTERS)[number], string>>;

/** The ranges that end now. */
export const RANGES = [
  { range: "24h", label: "24 hours", days: 1 },
  { range: "7d", label: "7 days", days: 7 },
  { range: "30d", label: "30 days", days: 30 },
  { range: "90d", label: "90 days", days: 90 },
] as const;

const USUAL_DAYS = 7;
const DAY_MS = 86_400_000;
/** The longest ranges that are shown by hour and by day: more bars cannot be told apart. */
const MOST_DAYS_BY = { hour: 2, day: 120 };

/** The range that is shown: the usual one where the URL names none, `custom` for one with a beginning and an end. */
export function shownRange({ range }: HistoryFilters): (typeof RANGES)[number]["range"] | "custom" {
  if (range === "custom") return range;
  return RANGES.find((one) => one.range === range)?.range ?? "7d";
}

/** A customer younger than this has too little for the usual range: most of its bars would be empty. */
const YOUNG_DAYS = 2;

/** Where the URL names no range, a customer's first days begin with 24 hours. @param createdAt of the customer, ISO 8601 */
export function withFirstRange(filters: HistoryFilters, createdAt: string, nowMs: number): HistoryFilters {
  const isYoung = nowMs - Date.parse(createdAt) < YOUNG_DAYS * DAY_MS;
  return filters.range === "" && isYoung ? { ...filters, range: "24h" } : filters;
}

/** Where the URL names no range, the dashboard begins with what moves now. */
export function withLatestRange(filters: HistoryFilters): HistoryFilters {
  return filters.range === "" ? { ...filters, range: "24h" } : filters;
}

/** The first and the last day of a custom range; null while one is missing or they are the wrong way round. */
export function customDays({ from, to }: HistoryFilters): { fromMs: number; toMs: number } | null {
  const [fromMs, toMs] = [startOf(from), startOf(to)];
  return fromMs <= toMs ? { fromMs, toMs } : null;
}

/** The query for the API; what the URL lacks is as usual. */
export function toHistoryQuery(
  filters: HistoryFilters,
  nowMs: number,
): Pick<QueryOf<"/api/v1/customers/[customerId]/history">, "bucket" | "from" | "to"> {
  const range = shownRange(filters);
  const custom = range === "custom" ? customDays(filters) : null;
  if (custom) {
    const days = (custom.toMs - custom.fromMs) / DAY_MS + 1;
    const bucket = days <= MOST_DAYS_BY.hour ? "hour" : days <= MOST_DAYS_BY.day ? "day" : "week";
    return { bucket, from: iso(custom.fromMs), to: iso(custom.toMs + DAY_MS) };
  }
  if (range === "24h") return { bucket: "hour" };
  const days = RANGES.find((one) => one.range === range)?.days ?? USUAL_DAYS;
  return { bucket: "day", from: iso(nowMs - (days - 1) * DAY_MS) };
}

/** NaN, which no comparison fits, for what is no day. */
function startOf(day: string): number {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
