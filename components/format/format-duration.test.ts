import { expect, test } from "vitest";
import { formatDuration } from "./format-duration";

test.each([
  [0, "0 s"],
  [0.4, "0 s"],
  [59.6, "1 min"],
  [61, "1 min 1 s"],
  [7_500, "2 h 5 min"],
  [3_600, "1 h"],
  [86_400 * 400, "400 d"],
  [86_399, "23 h 59 min"],
  [-5, "0 s"],
])("a duration of %d seconds is shown in its two largest units", (seconds, words) => {
  expect(formatDuration(seconds)).toBe(words);
});

test("a duration can be cut to its largest unit", () => {
  expect(formatDuration(7_500, { parts: 1 })).toBe("2 h");
});
