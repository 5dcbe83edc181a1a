import { expect, test } from "vitest";
import { relativeTime } from "./relative-time";

const now = Date.parse("2026-03-01T12:00:00Z");

test.each([
  ["2026-03-01T11:59:58Z", "just now"],
  ["2026-03-01T12:00:03Z", "just now"],
  ["2026-03-01T11:59:00Z", "1 min ago"],
  ["2026-03-01T09:30:00Z", "2 h ago"],
  ["2026-02-26T12:00:00Z", "3 d ago"],
  ["2026-03-01T16:00:00Z", "in 4 h"],
])("%s is told from now in the largest unit", (value, words) => {
  expect(relativeTime(value, now)).toBe(words);
});
