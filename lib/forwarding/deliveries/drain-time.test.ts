import { expect, test } from "vitest";
import { drainSeconds } from "./drain-time";

const backlog = { pendingEvents: 2_431, limitPerMinute: 15_000, waitSeconds: 0 };

test("a backlog drains at the limit's pace, after the remaining wait", () => {
  expect(drainSeconds(backlog)).toBe(10);
  expect(drainSeconds({ ...backlog, pendingEvents: 15_000 })).toBe(60);
  expect(drainSeconds({ ...backlog, waitSeconds: 45 })).toBe(55);
});

test("a backlog never drains in no time, and without one the time is zero", () => {
  expect(drainSeconds({ ...backlog, pendingEvents: 1 })).toBe(1);
  expect(drainSeconds({ ...backlog, pendingEvents: 1, limitPerMinute: null })).toBe(1);
  expect(drainSeconds({ ...backlog, pendingEvents: 0, waitSeconds: 300 })).toBe(0);
});
