import { randomUUID } from "node:crypto";
import type { DemoCustomer } from "./customers";

/** Members of the large segment, as `--once` promises. */
const LARGE_SEGMENT_MEMBERS = 20_000;
const SMALL_SEGMENT_MEMBERS = 500;
const EVENTS_EACH = 2_500;
/** For a customer in trouble: enough to see the trouble. */
const EVENTS_OF_TROUBLED = 1_000;

/** One bounded round: about 7,000 events, and segments that first fill and then change. */
export async function sendRound(customers: readonly DemoCustomer[]): Promise<void> {
  await Promise.all(
    customers.flatMap((customer, place) => [
      sendEvents(customer, customer.trouble ? EVENTS_OF_TROUBLED : EVENTS_EACH),
      sendSegments(customer, place === 0),
    ]),
  );
}

async function sendEvents({ currents }: DemoCustomer, count: number): Promise<void> {
  currents.make(count);
  await currents.flush();
}

async function sendSegments(customer: DemoCustomer, hasLarge: boolean): Promise<void> {
  for (const [place, segmentId] of customer.segmentIds.entries()) {
    const size = hasLarge && place === 0 ? LARGE_SEGMENT_MEMBERS : SMALL_SEGMENT_MEMBERS;
    await changeSegment(customer, segmentId, size, 0);
    await changeSegment(customer, segmentId, size / 20, size / 40);
    await changeSegment(customer, segmentId, size / 40, size / 20);
  }
}

/** Members join and leave; those of the customer with the wrong identity are email addresses. */
async function changeSegment(
  { segments, trouble }: DemoCustomer,
  segmentId: number,
  add: number,
  remove: number,
): Promise<void> {
  if (trouble !== "wrong_identity") return segments.churn(segmentId, add, remove);

  await segments.sync(segmentId, {
    add: Array.from({ length: Math.floor(add) }, () => `traveller.${randomUUID().slice(0, 8)}@example.com`),
    remove: [...segments.members(segmentId)].slice(0, Math.floor(remove)),
  });
}

/** A trickle that never ends by itself: some events a second, a segment change now and then. */
export async function sendTrickle(customers: readonly DemoCustomer[], second: number): Promise<void> {
  for (const [place, customer] of customers.entries()) {
    await sendEvents(customer, 10 + ((second * 7 + place * 5) % 20));
    const segmentId = customer.segmentIds[second % customer.segmentIds.length];
    if (second % 15 === 0 && segmentId) await changeSegment(customer, segmentId, 12, 5);
  }
}
