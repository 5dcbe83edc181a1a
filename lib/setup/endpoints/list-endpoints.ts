import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { type Page, pageInput, pageOf, readCursor, toPage } from "@/lib/kernel/api/keyset";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { type EndpointOwner, ownerColumns } from "./endpoint-owner";
import { type EndpointView, endpointView, toEndpointView } from "./endpoint-view";

export const endpointListInput = z.strictObject(pageInput);
export const endpointPage = pageOf(endpointView);

/**
 * The endpoints of a source or destination, newest first, including ended ones.
 * @throws TributaryError `forbidden`, `not_found`, `invalid` cursor
 */
export async function listEndpoints(
  ctx: Ctx,
  input: EndpointOwner & z.infer<typeof endpointListInput>,
): Promise<Page<EndpointView>> {
  requireRole(ctx, "viewer");
  const before = readCursor(input.cursor, z.uuid());
  const { customerId } = input;
  const owner = input.sourceId
    ? await prisma.source.findFirst({ where: { id: input.sourceId, customerId }, select: { id: true } })
    : await prisma.destination.findFirst({
        where: { id: input.destinationId, customerId },
        select: { id: true },
      });
  if (!owner) {
    throw new TributaryError("not_found", `There is no such ${input.sourceId ? "source" : "destination"}.`);
  }

  const rows = await prisma.endpoint.findMany({
    where: { ...ownerColumns(input), ...(before && { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  const now = new Date();
  return toPage(
    rows,
    input.limit,
    (row) => row.id,
    (row) => toEndpointView(row, now),
  );
}
