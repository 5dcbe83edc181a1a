import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { type Page, pageInput, readCursor, toPage } from "@/lib/kernel/api/keyset";
import { prisma } from "@/lib/kernel/database";
import { requireDestination } from "@/lib/setup/destinations/show-destination";
import { RECEIVED_PAGE_PARTS, type ReceivedPageView, toReceivedPageView } from "./received-page-view";

export const receivedPageListInput = z.strictObject(pageInput);

/**
 * What Heap sent to a destination, newest first: also requests that changed nothing, because they could not be read or
 * their action is not known.
 * @throws TributaryError `forbidden`, `not_found`, also when it is another customer's destination; `invalid` cursor
 */
export async function listReceivedPages(
  ctx: Ctx,
  input: z.infer<typeof receivedPageListInput> & { customerId: string; destinationId: string },
): Promise<Page<ReceivedPageView>> {
  requireRole(ctx, "viewer");
  const { destinationId, limit } = input;
  const before = readCursor(input.cursor, z.uuid());
  await requireDestination(input);

  const rows = await prisma.page.findMany({
    where: { destinationId, ...(before && { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: limit + 1,
    select: RECEIVED_PAGE_PARTS,
  });
  const segments = await prisma.segment.findMany({
    where: { destinationId, id: { in: rows.flatMap((row) => row.segmentId ?? []) } },
    select: { id: true, name: true },
  });
  const names = new Map(segments.map(({ id, name }) => [id, name]));
  return toPage(
    rows,
    limit,
    (row) => row.id,
    (row) => toReceivedPageView(row, names.get(row.segmentId ?? "") ?? null),
  );
}
