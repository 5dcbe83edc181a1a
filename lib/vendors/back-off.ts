import type { VendorError } from "@/lib/kernel/errors";

const FIRST_WAIT_SECONDS = 2;
const LONGEST_WAIT_SECONDS = 300;
/**
 * After an answer that no retry can fix (such as 401 or 404): a person must act, so we look again only now and then.
 */
const HOPELESS_WAIT_SECONDS = 300;

/**
 * How long to leave a vendor alone after `failures` failed calls in a row: doubling from 2 s to 5 min, each between
 * half and all of it by `random` (0 to 1), and never less than the vendor asked for.
 */
export function backOffSeconds(err: VendorError, failures: number, random: number): number {
  const doubled = err.retriable
    ? Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** Math.max(0, failures - 1))
    : HOPELESS_WAIT_SECONDS;
  return Math.max(err.retryAfterSeconds ?? 0, doubled * (0.5 + random / 2));
}
