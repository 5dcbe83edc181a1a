/** How long a point of a chart is. Hours are shown in the viewer's zone; days and weeks are those of UTC. */
export type FlowSpan = "hour" | "day" | "week";

const HOUR_MS = 3_600_000;

const hour = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const dayAndHour = new Intl.DateTimeFormat("en-GB", { weekday: "short", hour: "2-digit", minute: "2-digit" });
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
export function tickOf(at: string, span: FlowSpan): string {
  return (span === "hour" ? hour : day).format(new Date(at));
}

/** A point's time in full: "Tue 14:00–15:00", "Tue, 3 Nov 2026", "Week of 2 Nov 2026". */
export function spanWords(at: string, span: FlowSpan): string {
  const from = new Date(at);
  if (span === "day") return fullDay.format(from);
  if (span === "week") return `Week of ${fullDate.format(from)}`;
  return `${dayAndHour.format(from)}–${hour.format(new Date(from.getTime() + HOUR_MS))}`;
}
