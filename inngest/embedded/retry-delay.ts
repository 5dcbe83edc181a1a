const FIRST_DELAY_MS = 10_000;
const DELAY_MAX_MS = 3_600_000;

/**
 * How long to wait after the nth failed attempt, in milliseconds: 10 s, doubled each time, at most an hour. The wait
 * is between half and all of that, so that runs which failed together do not return together.
 */
export function retryDelayMs(failedAttempts: number, random: () => number = Math.random): number {
  const full = Math.min(DELAY_MAX_MS, FIRST_DELAY_MS * 2 ** (failedAttempts - 1));
  return full * (0.5 + random() / 2);
}
