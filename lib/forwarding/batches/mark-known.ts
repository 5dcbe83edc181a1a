import { coalesce } from "@/lib/kernel/coalesce";
import { pool } from "@/lib/kernel/database";
import { MAX_EVENTS_PER_CALL } from "@/lib/vendors/heap/limits";
import { findKnownEvents, type IdsOfSource } from "./known-events";
import { knownSince } from "./known-since";
import { type Entry, markDuplicates } from "./map-batch";

declare const marked: unique symbol;

/** Says that `markKnown` has looked at an entry; nothing else makes it. */
export interface Marked {
  readonly [marked]: true;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * Marks as duplicates the events of one source that came earlier in the list or are known from the books. Whoever records
 * events has to do this first: recording them looks again only within a week (lib/forwarding/deliveries/record-outcomes.ts).
 * @param out the ids of events that are on their way to the books
 * @returns the same entries
 */
export async function markKnown<E extends Entry>(
  sourceId: string,
  entries: readonly E[],
  out: ReadonlySet<string> = NONE,
): Promise<readonly (E & Marked)[]> {
  const eventIds = entries.flatMap((entry) => entry.eventId ?? []);
  const since = await knownSince(entries.map((entry) => entry.batchId));
  const known = await findKnown({ sourceId, eventIds, since });
  markDuplicates(entries, out.size > 0 ? new Set([...known, ...out]) : known);
  return entries as readonly (E & Marked)[];
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
