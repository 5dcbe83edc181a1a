import { expect, test } from "vitest";
import { snoozeChoices } from "./snooze-choices";

const monday = (label: string) => label.includes("Monday");

test.each([
  ["a Friday", "2026-11-27T16:30Z", "Europe/Berlin", "2026-11-28T08:00Z", "2026-11-30T08:00Z"],
  ["a Monday", "2026-11-30T08:00Z", "UTC", "2026-12-01T09:00Z", "2026-12-07T09:00Z"],
  [
    "a Monday that is still Sunday in UTC",
    "2026-11-29T20:00Z",
    "Asia/Tokyo",
    "2026-12-01T00:00Z",
    "2026-12-07T00:00Z",
  ],
])(
  "on %s a snooze lasts until the next morning, or until the next Monday's",
  (_, now, zone, morning, week) => {
    const choices = snoozeChoices(new Date(now), zone);
    expect(choices.find(({ label }) => label.includes("tomorrow"))?.until).toEqual(new Date(morning));
    expect(choices.find(({ label }) => monday(label))?.until).toEqual(new Date(week));
  },
);

test("on a Sunday tomorrow and Monday are one choice", () => {
  const choices = snoozeChoices(new Date("2026-11-29T12:00Z"), "UTC");
  expect(choices.filter(({ label }) => monday(label))).toEqual([]);
});
