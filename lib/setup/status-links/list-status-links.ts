import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { type Page, pageInput, pageOf, readCursor, toPage } from "@/lib/kernel/api/keyset";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import { type StatusLinkView, statusLinkView, toStatusLinkView } from "./status-link-view";

export const statusLinkListInput = z.strictObject(pageInput);
export const statusLinkPage = pageOf(statusLinkView);

/**
 * The status links of a customer, newest first, including ended ones.
 * @throws TributaryError `forbidden`, `not_found`, `invalid` cursor
 */
export async function listStatusLinks(
  ctx: Ctx,
  input: { customerId: string } & z.infer<typeof statusLinkListInput>,
): Promise<Page<StatusLinkView>> {
  requireRole(ctx, "viewer");
  const { customerId, limit } = input;
  const before = readCursor(input.cursor, z.uuid());
  await requireCustomer(customerId);

  const rows = await prisma.statusLink.findMany({
    where: { customerId, ...(before && { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const now = new Date();
  return toPage(
    rows,
    limit,
    (row) => row.id,
    (row) => toStatusLinkView(row, now),
  );
}
