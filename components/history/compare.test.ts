import { expect, test } from "vitest";
import { beforeWords, compareCounts } from "./compare";

const WEEK = {
  beforeFrom: "2026-11-15T00:00:00Z",
  from: "2026-11-22T00:00:00Z",
  to: "2026-11-29T00:00:00Z",
  since: "2026-11-15T00:00:00Z",
};

test.each([
  [112, 100, "12% more than in the 7 days before"],
  [88, 100, "12% fewer than in the 7 days before"],
  [1_000_001, 1_000_000, "About as many as in the 7 days before"],
  [500, 100, "5 times as many as in the 7 days before"],
  [5, 0, "None in the 7 days before"],
  [0, 0, "None in the 7 days before either"],
  [0, 1_200, "1,200 in the 7 days before"],
])("%i against %i is told as: %s", (now, before, words) => {
  expect(compareCounts(now, before, WEEK)).toBe(words);
});

test("nothing is compared with a time of which not everything was counted", () => {
  expect(compareCounts(5, 2, { ...WEEK, since: "2026-11-16T00:00:00Z" })).toBeNull();
  expect(compareCounts(0, 0, { ...WEEK, since: null })).toBeNull();
});

test("a day is 24 hours, and two days are days", () => {
  expect(beforeWords({ ...WEEK, from: "2026-11-28T00:00:00Z" })).toBe("the 24 hours before");
  expect(beforeWords({ ...WEEK, from: "2026-11-27T00:00:00Z" })).toBe("the 2 days before");
});
