import { coalesce } from "@/lib/kernel/coalesce";
import { pool } from "@/lib/kernel/database";
import { MAX_EVENTS_PER_CALL } from "@/lib/vendors/heap/limits";
import { findKnownEvents, type IdsOfSource } from "./known-events";
import { knownSince } from "./known-since";
import { type Entry, markDuplicates } from "./map-batch";

const NONE: ReadonlySet<string> = new Set();

/**
 * Marks as duplicates the events of one source that came earlier in the list or are known from the books. Whoever records
 * events has to do this first: recording them looks again only within a week (lib/forwarding/deliveries/record-outcomes.ts).
 * @param out the ids of events that are on their way to the books
 */
export async function markKnown(
  sourceId: string,
  entries: readonly Entry[],
  out: ReadonlySet<string> = NONE,
): Promise<void> {
  const eventIds = entries.flatMap((entry) => entry.eventId ?? []);
  const since = await knownSince(entries.map((entry) => entry.batchId));
  const known = await findKnown({ sourceId, eventIds, since });
  markDuplicates(entries, out.size > 0 ? new Set([...known, ...out]) : known);
}

interface Asked extends IdsOfSource {
  since: string;
}

const findKnown = coalesce(
  async (asked: readonly Asked[]) => {
    const known = new Map<Asked, ReadonlySet<string>>();
    for (const since of new Set(asked.map((one) => one.since))) {
      const together = asked.filter((one) => one.since === since);
      const found = await findKnownEvents(pool, together, since);
      for (const [place, one] of together.entries()) known.set(one, found[place] ?? NONE);
    }
    return asked.map((one) => known.get(one) ?? NONE);
  },
  { most: MAX_EVENTS_PER_CALL, sizeOf: ({ eventIds }) => eventIds.length },
);
