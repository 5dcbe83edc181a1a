import { expect, test } from "vitest";
import { isTimeZone, withTimesIn } from "./time-zone";
import { utc } from "./words";

test("the times in a stored text are told in the reader's zone, with its name, whatever the month", () => {
  for (let month = 0; month < 12; month++) {
    const text = `It failed since ${utc(new Date(Date.UTC(2026, month, 24, 23, 30)))}.`;
    expect(withTimesIn(text, "UTC")).toBe(text);
    expect(withTimesIn(text, "Asia/Tokyo")).toMatch(/since 25 \w+ 2026, 08:30 GMT\+9\.$/);
  }
  const twice = "from 24 Nov 2026, 13:02 UTC to 24 Nov 2026, 14:02 UTC";
  expect(withTimesIn(twice, "Europe/Berlin")).toBe("from 24 Nov 2026, 14:02 CET to 24 Nov 2026, 15:02 CET");
  expect(withTimesIn("at 99 Foo 2026, 13:02 UTC", "Europe/Berlin")).toBe("at 99 Foo 2026, 13:02 UTC");
});

test("only names of time zones are time zones", () => {
  expect(["UTC", "Europe/Berlin", "America/New_York"].every(isTimeZone)).toBe(true);
  expect(["", "Mars/Base", "a\u0000"].some(isTimeZone)).toBe(false);
});
