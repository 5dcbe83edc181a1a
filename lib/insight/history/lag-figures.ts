import { LAG_BOUNDS_SECONDS } from "@/lib/kernel/history/lag-bounds";
import type { LagView } from "./history-view";

/** What is kept of how long events took. */
export interface LagCounts {
  events: number;
  sumMs: number;
  maxMs: number;
  buckets: number[];
}

/** Several as one. Pure. */
export function addLags(lags: readonly LagCounts[]): LagCounts {
  return {
    events: lags.reduce((sum, { events }) => sum + events, 0),
    sumMs: lags.reduce((sum, lag) => sum + lag.sumMs, 0),
    maxMs: lags.reduce((max, lag) => Math.max(max, lag.maxMs), 0),
    buckets: [...LAG_BOUNDS_SECONDS, null].map((_, place) =>
      lags.reduce((sum, { buckets }) => sum + (buckets[place] ?? 0), 0),
    ),
  };
}

/**
 * The figures that people read; null when there are no events. Pure.
 * @param targetSeconds the customer's target, one of the bounds; null without one
 */
export function toLagView(lag: LagCounts, targetSeconds: number | null): LagView | null {
  if (lag.events === 0) return null;
  return {
    events: lag.events,
    averageSeconds: lag.sumMs / lag.events / 1_000,
    medianSeconds: atMostSeconds(lag, 0.5),
    p95Seconds: atMostSeconds(lag, 0.95),
    maxSeconds: lag.maxMs / 1_000,
    withinTarget: targetSeconds === null ? null : countWithin(lag, targetSeconds),
  };
}

/** How long this share of the events took at most: the upper bound of the bucket, or the longest of all if that is less. */
function atMostSeconds({ events, buckets, maxMs }: LagCounts, share: number): number {
  let seen = 0;
  const place = buckets.findIndex((count) => {
    seen += count;
    return seen >= events * share;
  });
  return Math.min(LAG_BOUNDS_SECONDS[place] ?? Number.POSITIVE_INFINITY, maxMs / 1_000);
}

/** How many events took at most as long as one of the bounds. */
function countWithin({ buckets }: LagCounts, boundSeconds: number): number {
  return LAG_BOUNDS_SECONDS.reduce(
    (sum, bound, place) => (bound <= boundSeconds ? sum + (buckets[place] ?? 0) : sum),
    0,
  );
}
