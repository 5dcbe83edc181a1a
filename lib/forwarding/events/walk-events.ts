import type { Ctx } from "@/lib/kernel/actor";
import { readInTurn } from "@/lib/kernel/body-reads";
import { prisma } from "@/lib/kernel/database";
import type { EventFilter } from "./event-input";
import type { EventRow } from "./event-view";
import { listPending } from "./list-pending";
import { choosePath, type EventKey, type LookedBack, lookBack } from "./look-back";

/** Events read at a time: what a walk holds in memory. */
const CHUNK_ROWS = 2_000;
/** How many events one statement searches when few match the filter. */
const LOOKED_AT_ROWS = 20_000;

/**
 * All of a customer's events that match the filter, latest batches first, in chunks: `listEvents` without an end. A
 * chunk may be empty when matching events are rare.
 */
export async function* walkEvents(
  ctx: Ctx,
  filter: Omit<EventFilter, "limit" | "cursor"> & { customerId: string },
): AsyncGenerator<EventRow[]> {
  const sources = await prisma.source.findMany({
    where: { customerId: filter.customerId, id: filter.sourceId },
    select: { id: true },
  });
  const sourceIds = sources.map((source) => source.id);
  const chunk = { ...filter, limit: CHUNK_ROWS };

  for (let before: EventKey | null = null; ; ) {
    const { rows, reached }: LookedBack =
      filter.outcome === "pending"
        ? await readInTurn(ctx, () => listPending(sourceIds, chunk, before))
        : await lookAt(sourceIds, chunk, before);
    const taken = rows.slice(0, CHUNK_ROWS);
    yield taken;

    const last = taken.at(-1);
    if (last && rows.length > CHUNK_ROWS) before = [last.batchId, last.index];
    else if (reached) before = reached.key;
    else return;
  }
}

function lookAt(sourceIds: readonly string[], filter: EventFilter, before: EventKey | null) {
  const { path, isExact } = choosePath(filter);
  const limit = filter.limit + 1;
  const each = Math.floor(LOOKED_AT_ROWS / Math.max(1, sourceIds.length));
  return lookBack(sourceIds, filter, {
    path,
    before,
    rowsPerSource: isExact ? limit : Math.max(limit, each),
    limit,
  });
}
