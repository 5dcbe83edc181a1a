import { zoneName } from "@/components/format/moment";

/** How long a point of a chart is. Hours are shown in the viewer's zone; days and weeks are those of UTC. */
export type FlowSpan = "hour" | "day" | "week";

const HOUR_MS = 3_600_000;

const CLOCK = { hour: "2-digit", minute: "2-digit" } as const;

const day = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short" });
const fullDay = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
});
const fullDate = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  day: "numeric",
  month: "short",
  year: "numeric",
});

/** A point's time for the axis: "14:00", "3 Nov". */
export function tickOf(at: string, span: FlowSpan, timeZone: string): string {
  const from = new Date(at);
  return span === "hour" ? from.toLocaleTimeString("en-GB", { timeZone, ...CLOCK }) : day.format(from);
}

/** A point's time in full: "Tue 14:00–15:00 CET", "Tue, 3 Nov 2026", "Week of 2 Nov 2026". */
export function spanWords(at: string, span: FlowSpan, timeZone: string): string {
  const from = new Date(at);
  if (span === "day") return fullDay.format(from);
  if (span === "week") return `Week of ${fullDate.format(from)}`;
  const begin = from.toLocaleString("en-GB", { timeZone, weekday: "short", ...CLOCK });
  const end = new Date(from.getTime() + HOUR_MS).toLocaleTimeString("en-GB", { timeZone, ...CLOCK });
  return `${begin}–${end} ${zoneName(from, timeZone)}`;
}
