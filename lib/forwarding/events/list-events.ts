import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { readCursor, toPage, writeCursor } from "@/lib/kernel/api/keyset";
import { readInTurn } from "@/lib/kernel/body-reads";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import type { EventFilter } from "./event-input";
import { type EventPage, toEventView } from "./event-view";
import { listPending } from "./list-pending";
import { choosePath, type EventKey, type LookedBack, lookBack } from "./look-back";

/** How many events one call searches: first a few, which nearly always fill a page, then as many as stay fast. */
const LOOKS = [1_000, 10_000];

const cursorKey = z.tuple([z.uuid(), z.int32()]);

/**
 * A customer's events, latest batches first. With `outcome: "pending"` waiting events; otherwise those that have an
 * outcome.
 * @throws TributaryError `forbidden`, `not_found`, `invalid` cursor; `unavailable` for waiting events
 */
export async function listEvents(ctx: Ctx, input: EventFilter & { customerId: string }): Promise<EventPage> {
  requireRole(ctx, "viewer");
  const before = readCursor(input.cursor, cursorKey);
  const [, sources] = await Promise.all([
    requireCustomer(input.customerId),
    prisma.source.findMany({
      where: { customerId: input.customerId, id: input.sourceId },
      select: { id: true },
    }),
  ]);
  const sourceIds = sources.map((source) => source.id);

  const found =
    input.outcome === "pending"
      ? await readInTurn(ctx, () => listPending(sourceIds, input, before))
      : await listRecorded(sourceIds, input, before);
  return toEventPage(found, input.limit);
}

async function listRecorded(
  sourceIds: readonly string[],
  filter: EventFilter,
  before: EventKey | null,
): Promise<LookedBack> {
  const { path, isExact } = choosePath(filter);
  const limit = filter.limit + 1;
  let found: LookedBack = { rows: [], reached: null };

  for (const look of isExact ? [0] : LOOKS) {
    const rowsPerSource = Math.max(limit, Math.floor(look / Math.max(1, sourceIds.length)));
    found = await lookBack(sourceIds, filter, { path, before, rowsPerSource, limit });
    if (found.rows.length === limit || !found.reached) break;
  }
  return found;
}

function toEventPage({ rows, reached }: LookedBack, limit: number): EventPage {
  const page = toPage(rows, limit, (row) => [row.batchId, row.index], toEventView);
  if (page.nextCursor !== null || !reached) return { ...page, lookedBackTo: null };

  return { ...page, nextCursor: writeCursor(reached.key), lookedBackTo: reached.receivedAt.toISOString() };
}
