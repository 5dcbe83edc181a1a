import { expect, test } from "vitest";
import { customDays, shownRange, toHistoryQuery, withFirstRange } from "./history-filters";

const NOW_MS = Date.parse("2026-11-28T12:34:56Z");
const NONE = { range: "", from: "", to: "" };

test.each([
  [NONE, { bucket: "day", from: "2026-11-22T12:34:56.000Z" }],
  [{ ...NONE, range: "24h" }, { bucket: "hour" }],
  [
    { ...NONE, range: "90d" },
    { bucket: "day", from: "2026-08-31T12:34:56.000Z" },
  ],
  [
    { range: "custom", from: "2026-11-01", to: "2026-11-02" },
    { bucket: "hour", from: "2026-11-01T00:00:00.000Z", to: "2026-11-03T00:00:00.000Z" },
  ],
  [
    { range: "custom", from: "2026-01-01", to: "2026-11-02" },
    { bucket: "week", from: "2026-01-01T00:00:00.000Z", to: "2026-11-03T00:00:00.000Z" },
  ],
])("%j asks the API for %j", (filters, query) => {
  expect(toHistoryQuery(filters, NOW_MS)).toEqual(query);
});

test("a range that lacks a day, or ends before it begins, asks for the usual one", () => {
  for (const days of [
    { from: "2026-11-01", to: "" },
    { from: "2026-11-02", to: "2026-11-01" },
    { from: "soon", to: "2026-99-99" },
  ]) {
    expect(customDays({ range: "custom", ...days })).toBeNull();
    expect(toHistoryQuery({ range: "custom", ...days }, NOW_MS)).toEqual(toHistoryQuery(NONE, NOW_MS));
  }
  expect(shownRange({ ...NONE, range: "ever" })).toBe("7d");
});

test("the history of a customer since yesterday begins with 24 hours, until another range is chosen", () => {
  expect(withFirstRange(NONE, "2026-11-27T00:00:00Z", NOW_MS)).toEqual({ ...NONE, range: "24h" });
  expect(withFirstRange({ ...NONE, range: "7d" }, "2026-11-27T00:00:00Z", NOW_MS).range).toBe("7d");
  expect(withFirstRange(NONE, "2026-11-26T00:00:00Z", NOW_MS)).toEqual(NONE);
});
