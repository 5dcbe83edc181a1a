import type { DemoCustomer } from "./customers";

/** Members of the large segment, as the acceptance of `--once` has it. */
const LARGE_SEGMENT_MEMBERS = 20_000;
const SMALL_SEGMENT_MEMBERS = 500;
const EVENTS_EACH = 2_500;

/** One bounded round: about 5,000 events, and segments that first fill and then change. */
export async function sendRound(customers: readonly DemoCustomer[]): Promise<void> {
  await Promise.all(
    customers.flatMap((customer, place) => [
      sendEvents(customer, EVENTS_EACH),
      sendSegments(customer, place === 0),
    ]),
  );
}

async function sendEvents({ currents }: DemoCustomer, count: number): Promise<void> {
  currents.make(count);
  await currents.flush();
}

async function sendSegments({ segments, segmentIds }: DemoCustomer, hasLarge: boolean): Promise<void> {
  for (const [place, segmentId] of segmentIds.entries()) {
    const size = hasLarge && place === 0 ? LARGE_SEGMENT_MEMBERS : SMALL_SEGMENT_MEMBERS;
    await segments.churn(segmentId, size, 0);
    await segments.churn(segmentId, size / 20, size / 40);
    await segments.churn(segmentId, size / 40, size / 20);
  }
}

/** A trickle that never ends by itself: some events a second, a segment change now and then. */
export async function sendTrickle(customers: readonly DemoCustomer[], second: number): Promise<void> {
  for (const [place, customer] of customers.entries()) {
    await sendEvents(customer, 10 + ((second * 7 + place * 5) % 20));
    const segmentId = customer.segmentIds[second % customer.segmentIds.length];
    if (second % 15 === 0 && segmentId) await customer.segments.churn(segmentId, 12, 5);
  }
}
