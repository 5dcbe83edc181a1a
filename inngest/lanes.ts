import type { ConcurrencyOption } from "inngest/types";

/**
 * Work that customers cause has lanes of its own, so that it never holds up the other lanes or the functions that run
 * each minute. Within a lane no customer has more than its share.
 */
type Lane = "forwarding" | "deciding" | "syncing" | "erasing";

/** Rounds of forwarding under way at a time: while one waits for a call that hangs, the other goes on. Our choice. */
const ROUNDS = 2;

/** Runs of one customer that are executed at a time in one lane. A run that sleeps or waits is not executed. */
const MOST_PER_CUSTOMER = 3;

/**
 * The concurrency option that puts a function into a lane. Its key is one for all functions of the lane and each
 * customer; the embedded engine reads the lane's name out of it (docs/contracts/inngest.md#the-subset).
 */
export function shareOf(lane: Lane): ConcurrencyOption {
  return { scope: "env", key: `"${lane}-" + event.data.customerId`, limit: MOST_PER_CUSTOMER };
}

/** Puts the rounds of forwarding, which belong to no customer, into a lane of their own, one run at a time for each. */
export const ONE_OF_A_ROUND: ConcurrencyOption = {
  scope: "env",
  key: '"rounds-" + event.data.round',
  limit: 1,
};

/** The round that is told of a Heap app's batches. Whichever comes first forwards them. */
export function roundOf(heapApp: string): string {
  let sum = 0;
  for (const character of heapApp) sum += character.charCodeAt(0);
  return String(sum % ROUNDS);
}
