import type { ConcurrencyOption } from "inngest/types";

/**
 * Work that customers cause has lanes of its own, so that it never holds up the other lanes or the functions that run
 * each minute. Within a lane no customer has more than its share.
 */
type Lane = "forwarding" | "deciding" | "syncing" | "erasing";

/** Runs of one customer that are executed at a time in one lane. A run that sleeps or waits is not executed. */
const MOST_PER_CUSTOMER = 3;

/**
 * The concurrency option that puts a function into a lane. Its key is one for all functions of the lane and each
 * customer; the embedded engine reads the lane's name out of it (docs/contracts/inngest.md#the-subset).
 */
export function shareOf(lane: Lane): ConcurrencyOption {
  return { scope: "env", key: `"${lane}-" + event.data.customerId`, limit: MOST_PER_CUSTOMER };
}
