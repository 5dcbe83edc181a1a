import { expect, test } from "vitest";
import { figuresOf } from "./lag";
import { judge } from "./noisy-neighbour";

const flow = (alone: number, beside: number) => ({
  what: "events",
  alone: { measured: 10, median: alone, p95: alone },
  beside: { measured: 10, median: beside, p95: beside },
});

test("a lag within twice what it is without the noise passes, and one beyond it does not", () => {
  expect(judge(flow(1.7, 3.3))).toEqual([]);
  expect(judge(flow(1.7, 39))).toHaveLength(2);
});

test("within a second no ratio is judged", () => {
  expect(judge(flow(0.05, 0.9))).toEqual([]);
  expect(judge(flow(0.05, 1.1))).toHaveLength(2);
});

test("nothing measured proves nothing", () => {
  const nothing = { measured: 0, median: 0, p95: 0 };
  expect(judge({ ...flow(1, 1), beside: nothing })).toEqual(["events: no lag was measured"]);
});

test("the figures are those of the list in order", () => {
  const lags = Array.from({ length: 100 }, (_, n) => 100 - n);
  expect(figuresOf(lags)).toEqual({ measured: 100, median: 50, p95: 95 });
});
