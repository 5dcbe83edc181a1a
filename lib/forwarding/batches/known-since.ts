import { pool } from "@/lib/kernel/database";
import { lowestBatchId } from "./lowest-batch-id";

const DAY_MS = 86_400_000;

/**
 * For how long before a batch the ids of its events are known. Braze tries to deliver for up to five days
 * (docs/contracts/braze-currents.md#batches-and-delay). A week is that week and the one before it, never a third.
 */
const KNOWN_DAYS = 7;

const LOWEST = lowestBatchId(new Date(0));

/**
 * From which batch on an event id counts as known when events of these batches are recorded. Looking further back would cost a
 * look-up in every week that is kept, for each event. What is in the same partition as a batch always counts, since an index
 * there keeps an id from being in the books twice: that is so for a week, and for what was stored before there were weeks.
 * The same for all batches of a day, so that those of many sources are looked up together.
 */
export async function knownSince(batchIds: readonly string[]): Promise<string> {
  const oldest = batchIds.toSorted()[0];
  if (oldest === undefined || oldest < (await firstWeek())) return LOWEST;

  const receivedMs = Number.parseInt(oldest.replace("-", "").slice(0, 12), 16);
  const dayMs = receivedMs - (receivedMs % DAY_MS);
  return lowestBatchId(new Date(dayMs - KNOWN_DAYS * DAY_MS));
}

let firstWeekKnown: Promise<string> | null = null;

/** The first id of the first week that has a partition of its own: whatever is before shares one. */
function firstWeek(): Promise<string> {
  firstWeekKnown ??= readFirstWeek().catch((err) => {
    firstWeekKnown = null;
    throw err;
  });
  return firstWeekKnown;
}

async function readFirstWeek(): Promise<string> {
  const { rows } = await pool.query<{ id: string | null }>(
    `SELECT lowest_id_of(COALESCE(max(ends_on) FILTER (WHERE starts_on IS NULL), min(starts_on))) AS id FROM event_weeks()`,
  );
  return rows[0]?.id ?? LOWEST;
}
