import type { Sql } from "@/lib/kernel/database";
import { packsWith, unpacked } from "@/lib/kernel/packed-events";
import { lowestBatchId } from "./lowest-batch-id";

/** Braze event ids of one source. */
export interface IdsOfSource {
  sourceId: string;
  eventIds: readonly string[];
}

const DAY_MS = 86_400_000;

/** Only what is before the Monday before that is packed (lib/kernel/event-weeks.ts), and half a day for clocks that differ. */
const NEVER_PACKED_MS = 8.5 * DAY_MS;

/**
 * Which of these event ids their sources already have in the books, from the batch `since` on (known-since.ts).
 * @param sql the transaction to use, or the pool
 * @returns one set for each source, in their order
 */
export async function findKnownEvents(
  sql: Sql,
  sources: readonly IdsOfSource[],
  since: string,
): Promise<Set<string>[]> {
  const where = placesSince(since);
  // Not prepared: its plan might be from when a week that has begun was still empty, and read all of it for each id.
  const { rows } = await sql.query<{
    /** @neverNull it is one of those that were asked for */
    part: number;
    /** @neverNull it is one of the ids that were asked for */
    eventId: string;
  }>(KNOWN[where], [
    sources.map(({ sourceId }) => sourceId),
    sources.flatMap(({ eventIds }, part) => eventIds.map(() => part + 1)),
    sources.flatMap(({ eventIds }) => eventIds),
    since,
  ]);
  const known = sources.map(() => new Set<string>());
  for (const { part, eventId } of rows) known[part - 1]?.add(eventId);
  return known;
}

// One look-up for each id in each of these weeks, whatever the planner believes: never a scan of all events of the source. A bound
// above as well would leave out the weeks to come, but the planner, when it knows nothing of a week, takes a range for as rare as an id.
const statement = (more: string) => `
  SELECT asked.part, asked.event_id AS "eventId" FROM unnest($2::int[], $3::text[]) AS asked (part, event_id)
  CROSS JOIN LATERAL (
    SELECT FROM event e
    WHERE e.source_id = ($1::uuid[])[asked.part] AND e.event_id = asked.event_id AND e.outcome <> 'duplicate' AND e.batch_id >= $4
    ${more}
    LIMIT 1
  ) known`;

const KNOWN = {
  rows: statement(""),
  rowsAndPacks: statement(`
    UNION ALL
    SELECT FROM ${unpacked(packsWith("event_id", "(($1::uuid[])[asked.part])::text", "asked.event_id", "batch_id >= $4"))} e
    WHERE e.source_id = ($1::uuid[])[asked.part] AND e.event_id = asked.event_id AND e.outcome <> 'duplicate' AND e.batch_id >= $4`),
};

/** Only what has waited for some days is looked for in packs too. */
function placesSince(since: string): keyof typeof KNOWN {
  const day = Math.floor((Date.now() - NEVER_PACKED_MS) / DAY_MS);
  const mondayMs = (day - ((day + 3) % 7)) * DAY_MS; // 1970 began on a Thursday
  return since < lowestBatchId(new Date(mondayMs)) ? "rowsAndPacks" : "rows";
}
