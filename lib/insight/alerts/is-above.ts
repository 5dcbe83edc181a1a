import type { Threshold } from "./alert-facts";

/**
 * Whether so many of `all` are more than a few odd ones: both the number and the share reach the customer's threshold.
 * Health and alerts use this one rule. Pure.
 */
export function isAbove({ count, percent }: Threshold, some: number, all: number): boolean {
  return some > 0 && some >= count && 100 * some >= percent * all;
}
