import { expect, test } from "vitest";
import { snoozeChoices } from "./snooze-choices";

const monday = (label: string) => label.includes("Monday");

test.each([
  ["a Friday", new Date(2026, 10, 27, 16, 30), new Date(2026, 10, 28, 9), new Date(2026, 10, 30, 9)],
  ["a Monday", new Date(2026, 10, 30, 8, 0), new Date(2026, 11, 1, 9), new Date(2026, 11, 7, 9)],
])("on %s a snooze lasts until the next morning, or until the next Monday's", (_, now, morning, week) => {
  const choices = snoozeChoices(now);
  expect(choices.find(({ label }) => label.includes("tomorrow"))?.until).toEqual(morning);
  expect(choices.find(({ label }) => monday(label))?.until).toEqual(week);
});

test("on a Sunday tomorrow and Monday are one choice", () => {
  expect(snoozeChoices(new Date(2026, 10, 29, 12)).filter(({ label }) => monday(label))).toEqual([]);
});
