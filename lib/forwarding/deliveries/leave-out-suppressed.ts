import type { Entry } from "@/lib/forwarding/batches/map-batch";
import { ERASED_ON_REQUEST } from "@/lib/forwarding/mapping/erased-event";
import { pool } from "@/lib/kernel/database";
import { findSuppressed } from "@/lib/kernel/suppressions/find-suppressed";

/**
 * Leaves those out of a booked call who were deleted on request since its events were mapped: a call that is halved goes
 * on for long after that. Asked when the call is booked and not made yet. So a deletion either sees the call and waits for its
 * end, or this sees the suppression. Their entries become filtered and need no call.
 *
 * The identity is enough: a person's ids in all that was mapped before their suppression are in stored bodies, and the
 * deletion goes through those.
 * @returns the entries that may be sent; with none of them the booking is gone
 */
export async function leaveOutSuppressed<E extends Entry>(
  customerId: string,
  deliveryId: string,
  entries: readonly E[],
): Promise<readonly E[]> {
  const suppressed = await findSuppressed(pool, customerId, () => identitiesOf(entries));
  if (suppressed.size === 0) return entries;

  const left: E[] = [];
  for (const entry of entries) {
    if (suppressed.has(entry.heap?.identity ?? "")) {
      const reason = ERASED_ON_REQUEST;
      Object.assign(entry, { outcome: "filtered", heap: null, user: null, identity: null, reason });
    } else left.push(entry);
  }
  await recountBooking(deliveryId, left.length);
  return left;
}

function identitiesOf(entries: readonly Entry[]): Set<string> {
  return new Set(entries.flatMap(({ heap }) => (heap ? [heap.identity] : [])));
}

async function recountBooking(deliveryId: string, eventCount: number): Promise<void> {
  if (eventCount > 0) {
    await pool.query("UPDATE delivery SET event_count = $2 WHERE id = $1", [deliveryId, eventCount]);
  } else {
    await pool.query("DELETE FROM delivery WHERE id = $1", [deliveryId]);
  }
}
