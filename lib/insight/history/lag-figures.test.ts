import { expect, test } from "vitest";
import { addLags, toLagView } from "./lag-figures";

test("median and p95 are the bounds that so many events stayed within, and never more than the longest", () => {
  const buckets = (counts: Record<number, number>) =>
    Array.from({ length: 12 }, (_, place) => counts[place] ?? 0);
  const quick = { events: 60, sumMs: 30_000, maxMs: 800, buckets: buckets({ 0: 60 }) };
  const slow = { events: 40, sumMs: 400_000, maxMs: 25_000, buckets: buckets({ 3: 34, 4: 6 }) };
  expect(toLagView(quick, null)).toMatchObject({
    medianSeconds: 0.8,
    p95Seconds: 0.8,
    averageSeconds: 0.5,
    withinTarget: null,
  });
  expect(toLagView(addLags([quick, slow]), 10)).toEqual({
    events: 100,
    averageSeconds: 4.3,
    medianSeconds: 1,
    p95Seconds: 25,
    maxSeconds: 25,
    withinTarget: 94,
  });
  expect(toLagView(addLags([]), 10)).toBeNull();
});
