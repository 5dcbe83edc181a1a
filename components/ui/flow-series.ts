import type { LucideIcon } from "lucide-react";
import { formatDuration } from "@/components/format/format-duration";
import { formatNumber } from "@/components/format/format-number";
import type { FlowSpan } from "./flow-span";

/** One point of a chart: when it begins (ISO 8601), and a number for each series; a number that nobody knows is left out. */
export type FlowPoint = { at: string } & Readonly<Record<string, number | string>>;

export interface FlowSeries {
  /** The key of its number in a point. */
  key: string;
  label: string;
  /** A colour of the theme, such as `var(--good)`: it must show on the surface in light and dark. */
  color: string;
  /** Drawn with stripes, for series that lie on each other and have too few colours that everybody can tell apart. */
  isStriped?: boolean;
  /** What the whole time comes to, where that is not the sum of the points. */
  total?: number;
}

/** Something that happened at one moment, marked above the point it falls into. */
export interface FlowMarker {
  /** ISO 8601. */
  at: string;
  icon: LucideIcon;
  /** What happened, in words. */
  label: string;
}

export interface FlowChartProps {
  /** What is counted, for people who cannot see the chart: "Events by hour". */
  label: string;
  /** Oldest first. */
  points: readonly FlowPoint[];
  series: readonly FlowSeries[];
  /** How long a point is: an hour, unless told otherwise. */
  span?: FlowSpan;
  unit?: FlowUnit;
  /** The series of a point lie on each other: they are parts of a whole. */
  isStacked?: boolean;
  /** Oldest first. */
  markers?: readonly FlowMarker[];
  /** Where the things that a point counts are listed: a click on its bar, or on its row in the table, opens them. */
  hrefOf?: (at: string) => string;
}

export type FlowUnit = "number" | "seconds";

/** What the whole time comes to. */
export function totalOf({ key, total }: FlowSeries, points: readonly FlowPoint[]): number {
  return total ?? points.reduce((sum, point) => sum + Number(point[key] ?? 0), 0);
}

/** A number of a chart in words; a dash where nobody knows it. */
export function valueWords(value: number | string | undefined, unit: FlowUnit = "number"): string {
  if (value === undefined) return "–";
  const number = Number(value);
  if (unit === "number") return formatNumber(number);
  if (number > 0 && number < 1) return `${Math.max(1, Math.round(number * 1_000))} ms`;
  return number > 0 && number < 10 ? `${Number(number.toFixed(1))} s` : formatDuration(number);
}

/**
 * The markers of each point that has any, by the time of the point. Those before the first point are left out; what falls
 * after the last belongs to it. Pure.
 */
export function markersByPoint({
  points,
  markers = [],
}: Pick<FlowChartProps, "points" | "markers">): Map<string, FlowMarker[]> {
  const found = new Map<string, FlowMarker[]>();
  for (const marker of markers) {
    const point = points.findLast(({ at }) => Date.parse(at) <= Date.parse(marker.at));
    if (point) found.set(point.at, [...(found.get(point.at) ?? []), marker]);
  }
  return found;
}
