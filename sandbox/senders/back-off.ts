import { setTimeout as delay } from "node:timers/promises";

/** How a sender waits between attempts: doubling from `baseMs`, never above `maximumMs`. */
export type BackOff = { baseMs: number; maximumMs: number };

/** Waits before attempt `attempt` + 1, with full jitter: both vendors speak of "exponential back-off with jitter". */
export async function waitBackOff({ baseMs, maximumMs }: BackOff, attempt: number): Promise<void> {
  const ceilingMs = Math.min(maximumMs, baseMs * 2 ** Math.min(attempt - 1, 30));
  await delay(ceilingMs / 2 + (Math.random() * ceilingMs) / 2);
}
