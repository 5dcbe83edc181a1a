import { secondsFrom } from "@/lib/vendors/vendor-retry-after";

/** What Braze says of a limit of calls beside an answer. */
export interface ReportedLimit {
  /** Calls in a window, and how many of them are left in this one. */
  most: number;
  remaining: number;
  /** Until the window ends. */
  endsInSeconds: number;
}

/** No window of Braze's is longer than an hour. */
const LONGEST_WINDOW_SECONDS = 3_600;

/**
 * Reads the limit from an answer's headers; null when they do not say, or name a moment in the past, which means no wait.
 * Source: https://www.braze.com/docs/api/api_limits
 */
export function reportedLimit(headers: Headers, nowMs: number): ReportedLimit | null {
  const most = countFrom(headers.get("x-ratelimit-limit"));
  const remaining = countFrom(headers.get("x-ratelimit-remaining"));
  const endsInSeconds = secondsFrom(headers.get("x-ratelimit-reset"), nowMs);
  if (most === null || remaining === null || endsInSeconds === null || endsInSeconds <= 0) return null;
  return { most, remaining, endsInSeconds: Math.min(endsInSeconds, LONGEST_WINDOW_SECONDS) };
}

function countFrom(value: string | null): number | null {
  return value !== null && /^\d{1,9}$/.test(value.trim()) ? Number(value) : null;
}
