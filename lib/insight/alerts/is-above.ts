import type { Threshold } from "./alert-facts";

/**
 * Whether `some` of `all` are more than a few odd ones: both their number and their share reach the customer's threshold.
 * Health and alerts use this one rule. Pure.
 */
export function isAbove({ count, percent }: Threshold, some: number, all: number): boolean {
  return some > 0 && some >= count && 100 * some >= percent * all;
}
