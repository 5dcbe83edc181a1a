import { TributaryError } from "@/lib/kernel/errors";

export type HistoryBucket = "hour" | "day" | "week";

/**
 * A range of whole buckets (UTC; weeks begin on Monday), and the one before it. Milliseconds. While the range is not over,
 * the one before ends as early: as many hours of it count as have begun of this one.
 */
export interface HistoryRange {
  bucket: HistoryBucket;
  beforeMs: number;
  /** The end of the range before, at a whole hour, and not part of it. */
  beforeToMs: number;
  fromMs: number;
  /** Its end, which is not part of it. */
  toMs: number;
}

const HOUR_MS = 3_600_000;
const BUCKET_MS = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS };
/** 1970-01-01 was a Thursday: the first Monday came four days later. */
const FIRST_START_MS = { hour: 0, day: 0, week: 4 * 24 * HOUR_MS };

/** Without a beginning, the range has this many buckets. */
const USUAL_BUCKETS = { hour: 24, day: 30, week: 12 };
/** Two years of days, or a month of hours. */
const MAX_BUCKETS = 750;

/**
 * The whole buckets that a range touches; without an end it ends now. Pure.
 * @throws TributaryError `invalid` when it ends before it begins, or has too many buckets
 */
export function toHistoryRange(
  { from, to, bucket }: { from?: string; to?: string; bucket: HistoryBucket },
  nowMs: number,
): HistoryRange {
  const sizeMs = BUCKET_MS[bucket];
  const startOf = (ms: number) =>
    Math.floor((ms - FIRST_START_MS[bucket]) / sizeMs) * sizeMs + FIRST_START_MS[bucket];
  const endMs = to === undefined ? nowMs : Date.parse(to);
  const toMs = startOf(endMs - 1) + sizeMs;
  const fromMs = from === undefined ? toMs - USUAL_BUCKETS[bucket] * sizeMs : startOf(Date.parse(from));
  const buckets = (toMs - fromMs) / sizeMs;
  if (buckets < 1) throw new TributaryError("invalid", "to: must be later than from");
  if (buckets > MAX_BUCKETS) {
    throw new TributaryError(
      "invalid",
      `bucket: this range has ${buckets} buckets, more than ${MAX_BUCKETS}. Choose a larger bucket or a shorter range.`,
    );
  }
  const hourEndMs = (Math.floor(nowMs / HOUR_MS) + 1) * HOUR_MS;
  const leftMs = Math.max(0, toMs - Math.max(fromMs, hourEndMs));
  return { bucket, beforeMs: fromMs - (toMs - fromMs), beforeToMs: fromMs - leftMs, fromMs, toMs };
}

/** The start of each bucket of the range itself, in milliseconds. Pure. */
export function bucketStarts({ bucket, fromMs, toMs }: HistoryRange): number[] {
  const sizeMs = BUCKET_MS[bucket];
  return Array.from({ length: (toMs - fromMs) / sizeMs }, (_, place) => fromMs + place * sizeMs);
}
