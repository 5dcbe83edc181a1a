import type { Entry, SettledEntry } from "@/lib/forwarding/batches/map-batch";
import { setAside } from "@/lib/forwarding/batches/set-aside";
import { UNRECORDABLE, UNRECORDABLE_SENT } from "@/lib/forwarding/mapping/unrecordable";
import { isDataError } from "@/lib/kernel/data-error";
import { log } from "@/lib/kernel/log";

/** What is kept of an event that cannot be recorded: what it is and whose, or only its place. */
type Kept = "event" | "place";

/**
 * Records events together or, when the database refuses what one of them holds, in halves down to that one, as refused
 * calls are. That one is recorded as `lessOf` says, so that it holds up nothing else, and its batch gets the alert
 * `batch_set_aside`. Each half is recorded by itself: if this ends in between, the rest is as before.
 * @param record one transaction, which is safe to repeat
 * @throws what `record` throws, unless less of an event helps
 */
export async function recordApart<Event extends { batchId: string; index: number }>(
  events: readonly Event[],
  record: (part: readonly Event[]) => Promise<void>,
  lessOf: (event: Event, kept: Kept) => Event,
): Promise<void> {
  const waiting = [events];
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    try {
      await record(part);
    } catch (err) {
      const [first] = part;
      if (!first || !isDataError(err)) throw err;

      if (part.length > 1) {
        const middle = Math.ceil(part.length / 2);
        waiting.push(part.slice(middle), part.slice(0, middle));
        continue;
      }
      const { batchId, index } = first;
      log.error({ err, batchId, index }, "an event cannot be recorded and is quarantined");
      await setAside(batchId);
      await recordLess((kept) => record([lessOf(first, kept)]));
    }
  }
}

async function recordLess(record: (kept: Kept) => Promise<void>): Promise<void> {
  try {
    await record("event");
  } catch (err) {
    if (!isDataError(err)) throw err;
    await record("place");
  }
}

/** An entry as quarantined because it cannot be recorded, without what it says about users. Pure. */
export function unrecordable(entry: Entry, kept: Kept): SettledEntry {
  const reason = entry.outcome === "forwarded" ? UNRECORDABLE_SENT : UNRECORDABLE;
  const less = { ...entry, outcome: "quarantined" as const, field: "event", reason, about: null, user: null };
  if (kept === "event") return less;
  return { ...less, eventId: null, type: null, timeMs: null, identity: null, heap: null };
}
