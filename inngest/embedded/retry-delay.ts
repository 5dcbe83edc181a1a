const FIRST_DELAY_MS = 10_000;
const DELAY_MAX_MS = 3_600_000;

/**
 * How long to wait after the nth failed attempt, in milliseconds: 10 s, doubled each time, at most an hour, of which
 * between half and all is waited, so that what failed together does not come back together.
 */
export function retryDelayMs(failedAttempts: number, random: () => number = Math.random): number {
  const full = Math.min(DELAY_MAX_MS, FIRST_DELAY_MS * 2 ** (failedAttempts - 1));
  return full * (0.5 + random() / 2);
}
