import { expect, test } from "vitest";
import { axisOf, axisWords } from "./flow-axis";
import type { FlowPoint } from "./flow-series";

const WORTH = { K: 1e3, M: 1e6, ms: 0.001, s: 1, min: 60, h: 3_600, d: 86_400 };

const wordsOf = (most: number, unit: "number" | "seconds") =>
  axisOf([{ at: "2026-11-01T00:00:00Z", one: most }], { series: [{ key: "one" }], unit }).ticks.map((tick) =>
    axisWords(tick, unit).replace("\u00a0", " "),
  );

test("an axis tells short times apart", () => {
  const told = [0, 0.025, 0.05, 0.1, 1.5, 90].map((seconds) => axisWords(seconds, "seconds"));
  expect(told.map((words) => words.replace("\u00a0", " "))).toEqual([
    "0 s",
    "25 ms",
    "50 ms",
    "100 ms",
    "1.5 s",
    "1 min",
  ]);
});

test("a label beside an axis stays on one line", () => {
  expect(axisWords(0.5, "seconds")).toBe("500\u00a0ms");
});

test.each([
  [1, ["0", "1"]],
  [3, ["0", "1", "2", "3"]],
  [653, ["0", "200", "400", "600", "800"]],
  [1_014, ["0", "500", "1K", "1.5K"]],
  [9_300, ["0", "2K", "4K", "6K", "8K", "10K"]],
  [1_200_000, ["0", "500K", "1M", "1.5M"]],
])("an axis up to %d counts in even steps", (most, words) => {
  expect(wordsOf(most, "number")).toEqual(words);
});

test.each([
  [0.66, ["0 s", "200 ms", "400 ms", "600 ms", "800 ms"]],
  [2.3, ["0 s", "500 ms", "1 s", "1.5 s", "2 s", "2.5 s"]],
  [90, ["0 s", "1 min", "2 min"]],
  [4_000, ["0 s", "1 h", "2 h"]],
  [200_000, ["0 s", "1 d", "2 d", "3 d"]],
])("an axis up to %d seconds counts in steps of a clock", (most, words) => {
  expect(wordsOf(most, "seconds")).toEqual(words);
});

test("each label of an axis says exactly where it is, and none is above what is needed", () => {
  for (let most = 0.000_4; most < 40_000_000; most *= 1.07) {
    for (const unit of ["number", "seconds"] as const) {
      const shown = unit === "number" ? Math.ceil(most) : most;
      const words = wordsOf(shown, unit);
      const values = words.map(toValue);
      const step = values[1] ?? Number.NaN;
      expect(values.length, words.join()).toBeLessThanOrEqual(6);
      expect(
        values.every((value, place) => Math.abs(value - place * step) < 1e-9 * step),
        words.join(),
      ).toBe(true);
      expect((values.at(-1) ?? 0) >= shown && (values.at(-2) ?? 0) < shown, `${shown}: ${words}`).toBe(true);
    }
  }
});

function toValue(words: string): number {
  const [, number, sign] = /^([\d.]+) ?(\w*)$/.exec(words) ?? [];
  return Number(number) * (WORTH[sign as keyof typeof WORTH] ?? 1);
}

test("parts of a whole reach as high as their sum, and the axis has room for its longest label", () => {
  const points: FlowPoint[] = [
    { at: "2026-11-01T00:00:00Z", one: 400, two: 614 },
    { at: "2026-11-02T00:00:00Z", one: 700 },
  ];
  const series = [{ key: "one" }, { key: "two" }];
  expect(axisOf(points, { series, isStacked: true }).ticks.at(-1)).toBe(1_500);
  expect(axisOf(points, { series }).ticks.at(-1)).toBe(800);

  const ofTimes = axisOf([{ at: "2026-11-01T00:00:00Z", one: 0.7 }], {
    series: [{ key: "one" }],
    unit: "seconds",
  });
  expect(ofTimes.widthPx).toBeGreaterThan(axisOf(points, { series }).widthPx);
});
