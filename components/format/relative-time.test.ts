import { expect, test } from "vitest";
import { timeAgo, timeAhead } from "./relative-time";

const now = Date.parse("2026-03-01T12:00:00Z");

test.each([
  ["2026-03-01T11:59:58Z", "just now"],
  ["2026-03-01T11:59:00Z", "1 min ago"],
  ["2026-03-01T09:30:00Z", "2 h ago"],
  ["2026-02-26T12:00:00Z", "3 d ago"],
])("what happened at %s is told from now in the largest unit", (value, words) => {
  expect(timeAgo(value, now)).toBe(words);
});

test.each(["2026-03-01T12:00:03Z", "2026-03-01T12:00:05Z", "2026-03-01T16:00:00Z"])(
  "what happened is never said to come, even if another clock says %s",
  (value) => {
    expect(timeAgo(value, now)).toBe("just now");
  },
);

test.each([
  ["2026-03-01T12:00:03Z", "now"],
  ["2026-03-01T11:59:57Z", "now"],
  ["2026-03-01T12:00:05Z", "in 5 s"],
  ["2026-03-01T16:00:00Z", "in 4 h"],
  ["2026-03-01T11:58:00Z", "2 min ago"],
])("what was to come at %s is told from now, late if it is", (value, words) => {
  expect(timeAhead(value, now)).toBe(words);
});
