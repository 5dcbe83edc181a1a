import { expect, test } from "vitest";
import { bucketStarts, toHistoryRange } from "./history-range";

const NOW_MS = Date.parse("2026-11-28T12:34:56Z");

function rangeOf(wish: Parameters<typeof toHistoryRange>[0]) {
  const range = toHistoryRange(wish, NOW_MS);
  const [before, beforeTo, from, to] = [range.beforeMs, range.beforeToMs, range.fromMs, range.toMs].map(
    (ms) => new Date(ms).toISOString().slice(0, 16),
  );
  return { before, beforeTo, from, to, buckets: bucketStarts(range).length };
}

test.each([
  [
    { bucket: "hour" } as const,
    {
      before: "2026-11-26T13:00",
      beforeTo: "2026-11-27T13:00",
      from: "2026-11-27T13:00",
      to: "2026-11-28T13:00",
      buckets: 24,
    },
  ],
  [
    { bucket: "day" } as const,
    {
      before: "2026-09-30T00:00",
      beforeTo: "2026-10-29T13:00",
      from: "2026-10-30T00:00",
      to: "2026-11-29T00:00",
      buckets: 30,
    },
  ],
  [
    { bucket: "week" } as const,
    {
      before: "2026-06-15T00:00",
      beforeTo: "2026-09-05T13:00",
      from: "2026-09-07T00:00",
      to: "2026-11-30T00:00",
      buckets: 12,
    },
  ],
  [
    { bucket: "week", from: "2026-11-02T00:00:00Z", to: "2026-11-09T00:00:00Z" } as const,
    {
      before: "2026-10-26T00:00",
      beforeTo: "2026-11-02T00:00",
      from: "2026-11-02T00:00",
      to: "2026-11-09T00:00",
      buckets: 1,
    },
  ],
  [
    { bucket: "day", from: "2026-11-02T23:00:00Z", to: "2026-11-03T00:00:00.001Z" } as const,
    {
      before: "2026-10-31T00:00",
      beforeTo: "2026-11-02T00:00",
      from: "2026-11-02T00:00",
      to: "2026-11-04T00:00",
      buckets: 2,
    },
  ],
])("%j is widened to whole buckets, with as much before as has begun of it", (wish, expected) => {
  expect(rangeOf(wish)).toEqual(expected);
});

test("a range that ends before it begins is refused", () => {
  expect(() => rangeOf({ bucket: "day", from: "2026-11-03T00:00:00Z", to: "2026-11-02T00:00:00Z" })).toThrow(
    "later than from",
  );
});
