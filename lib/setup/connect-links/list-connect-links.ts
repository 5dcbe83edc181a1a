import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { type Page, pageInput, pageOf, readCursor, toPage } from "@/lib/kernel/api/keyset";
import { prisma } from "@/lib/kernel/database";
import { requireDestination } from "@/lib/setup/destinations/show-destination";
import { type ConnectLinkView, connectLinkView, toConnectLinkView } from "./connect-link-view";

export const connectLinkListInput = z.strictObject(pageInput);
export const connectLinkPage = pageOf(connectLinkView);

/**
 * The connect links of a destination, newest first.
 * @throws TributaryError `forbidden`, `not_found`, `invalid` cursor
 */
export async function listConnectLinks(
  ctx: Ctx,
  input: { customerId: string; destinationId: string } & z.infer<typeof connectLinkListInput>,
): Promise<Page<ConnectLinkView>> {
  requireRole(ctx, "viewer");
  const { customerId, destinationId, limit } = input;
  const before = readCursor(input.cursor, z.uuid());
  await requireDestination({ customerId, destinationId });

  const rows = await prisma.connectLink.findMany({
    where: { destinationId, ...(before && { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const now = new Date();
  return toPage(
    rows,
    limit,
    (row) => row.id,
    (row) => toConnectLinkView(row, now),
  );
}
