import { formatDuration } from "@/components/format/format-duration";
import { type FlowChartProps, type FlowPoint, type FlowUnit, valueWords } from "./flow-series";

const MOST_STEPS = 5;

/** The room that recharts keeps between the labels of an axis and the chart, and that of one sign, at the size they have. */
const GAP_PX = 12;
const SIGN_PX = 7;
const LEAST_WIDTH_PX = 44;

/** Where the axis of numbers has its ticks, the lowest first, and how wide it has to be for their labels. Pure. */
export function axisOf(
  points: readonly FlowPoint[],
  chart: { series: readonly { key: string }[] } & Pick<FlowChartProps, "isStacked" | "unit">,
): { ticks: number[]; widthPx: number } {
  const { series, isStacked, unit = "number" } = chart;
  const heights = points.map((point) => {
    const values = series.map(({ key }) => Number(point[key] ?? 0));
    return isStacked ? values.reduce((sum, value) => sum + value, 0) : Math.max(0, ...values);
  });
  const ticks = ticksUpTo(Math.max(0, ...heights), unit);
  const longest = Math.max(...ticks.map((tick) => axisWords(tick, unit).length));
  return { ticks, widthPx: Math.max(LEAST_WIDTH_PX, longest * SIGN_PX + GAP_PX) };
}

/** Even steps of 1, 2 or 5, or of a clock: the smallest of which a few are enough, and whose labels are exact. */
function ticksUpTo(most: number, unit: FlowUnit): number[] {
  for (const step of unit === "seconds" ? clockSteps() : decimalSteps(1)) {
    const steps = Math.max(1, Math.ceil(most / step));
    if (steps > MOST_STEPS) continue;

    // Without the last digits, which floating point gets wrong.
    const ticks = Array.from({ length: steps + 1 }, (_, place) => Number((place * step).toPrecision(12)));
    if (unit === "number" || ticks.every(isTold)) return ticks;
  }
  return [0, most];
}

function* decimalSteps(from: number): Generator<number> {
  for (let power = from; power < Number.MAX_SAFE_INTEGER; power *= 10) yield* [power, 2 * power, 5 * power];
}

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

function* clockSteps(): Generator<number> {
  yield* [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20];
  yield* [1, 2, 5, 10, 20].map((minutes) => minutes * MINUTE);
  yield* [1, 2, 5, 6, 12].map((hours) => hours * HOUR);
  for (const days of decimalSteps(1)) yield days * DAY;
}

/** Whether the label of a duration, its largest unit, says all of it. */
function isTold(seconds: number): boolean {
  return seconds < TOLD_IN_DIGITS || formatDuration(seconds, { parts: 1 }) === formatDuration(seconds);
}

const TOLD_IN_DIGITS = 10;
const SHORT = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

/** A number beside an axis, where there is little room: on one line. */
export function axisWords(value: number, unit: FlowUnit = "number"): string {
  if (unit === "number") return SHORT.format(value);
  const words = value < TOLD_IN_DIGITS ? valueWords(value, unit) : formatDuration(value, { parts: 1 });
  return words.replaceAll(" ", "\u00a0");
}
