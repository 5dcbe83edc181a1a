import { expect, test } from "vitest";
import { checkCron, nextCronTime } from "./cron-time";

test.each([
  ["*/5 * * * *", "2026-03-01T10:02:00Z", "2026-03-01T10:05:00.000Z"],
  ["0 6 * * *", "2026-03-01T10:00:00Z", "2026-03-02T06:00:00.000Z"],
  ["TZ=America/New_York 0 6 * * *", "2026-01-15T00:00:00Z", "2026-01-15T11:00:00.000Z"],
  // Summer time moves it by an hour.
  ["TZ=America/New_York 0 6 * * *", "2026-07-15T00:00:00Z", "2026-07-15T10:00:00.000Z"],
  // A time that is exactly now has passed: the result is the next one.
  ["0 6 * * *", "2026-03-01T06:00:00Z", "2026-03-02T06:00:00.000Z"],
])("%s after %s is %s", (cron, after, expected) => {
  expect(nextCronTime(cron, new Date(after)).toISOString()).toBe(expected);
});

test.each(["", "* * * *", "* * * * * *", "61 * * * *", "TZ=Nowhere/City 0 0 * * *", "@daily"])(
  "%j is not a cron expression of five fields",
  (cron) => {
    expect(checkCron(cron)).toBe(false);
  },
);
