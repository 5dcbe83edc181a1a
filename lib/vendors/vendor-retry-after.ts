/** The longest limit of either vendor is Braze's requests per hour, so no wait is longer. */
const MAX_RETRY_AFTER_SECONDS = 3600;

/** Numbers above this are times (Unix seconds), below it durations. */
const EPOCH_THRESHOLD = 1_000_000_000;

/**
 * How long a vendor asks us to wait, in seconds from `nowMs`; null when it does not say.
 *
 * Reads `Retry-After` (seconds or a date) on any refusal, and on a 429 also `X-RateLimit-Retry-After` and
 * `X-RateLimit-Reset`. Braze documents the reset as Unix seconds, RudderStack observed seconds to wait: both are
 * understood. (Answers that are not throttled also carry a reset, which means nothing there.) Sources:
 * https://www.braze.com/docs/api/api_limits , rudderlabs/rudder-transformer (braze). Heap documents none.
 */
export function retryAfterSeconds(status: number, headers: Headers, nowMs: number): number | null {
  const names =
    status === 429 ? ["retry-after", "x-ratelimit-retry-after", "x-ratelimit-reset"] : ["retry-after"];

  for (const name of names) {
    const seconds = secondsFrom(headers.get(name), nowMs);
    if (seconds !== null) return Math.min(Math.max(Math.ceil(seconds), 0), MAX_RETRY_AFTER_SECONDS);
  }
  return null;
}

/** Seconds from `nowMs` until what a header says: a number of seconds, Unix seconds or a date; null when it says nothing. */
export function secondsFrom(value: string | null, nowMs: number): number | null {
  const text = value?.trim();
  if (!text) return null;

  if (/^\d+(\.\d+)?$/.test(text)) {
    const number = Number(text);
    return number > EPOCH_THRESHOLD ? number - nowMs / 1000 : number;
  }

  const dateMs = Date.parse(text);
  return Number.isNaN(dateMs) ? null : (dateMs - nowMs) / 1000;
}
