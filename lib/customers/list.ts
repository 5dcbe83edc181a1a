import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/actor";
import { type Page, pageOf, readCursor, toPage } from "@/lib/api/keyset";
import { prisma } from "@/lib/db";
import { TributaryError } from "@/lib/errors";
import { readBooks } from "./books";
import type { CustomerListInput } from "./customer-input";
import { type CustomerView, customerParts, customerView, toCustomerView } from "./customer-view";

/** The schema of a page of customers. */
export const customerPage = pageOf(customerView);

/** The sort key: name, then id. */
const cursorKey = z.tuple([z.string(), z.uuid()]);

/**
 * Customers by name, with their live counts: three statements, however many there are. Archived ones show only when
 * asked for by state.
 * @throws TributaryError `forbidden`, `invalid` cursor
 */
export async function listCustomers(ctx: Ctx, input: CustomerListInput): Promise<Page<CustomerView>> {
  requireRole(ctx, "viewer");
  const after = readCursor(input.cursor, cursorKey);

  const rows = await prisma.customer.findMany({
    where: {
      state: input.state ?? { not: "archived" },
      ownerId: input.ownerId,
      ...(input.q && { name: { contains: escapePattern(input.q), mode: "insensitive" } }),
      ...(after && { OR: [{ name: { gt: after[0] } }, { name: after[0], id: { gt: after[1] } }] }),
    },
    include: customerParts,
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: input.limit + 1,
  });
  const books = await readBooks(rows.map((row) => row.id));

  return toPage(
    rows,
    input.limit,
    (row) => [row.name, row.id],
    (row) => {
      const found = books.get(row.id);
      if (!found)
        throw new TributaryError("conflict", "A customer went away meanwhile. Load the list again.");
      return toCustomerView(row, found);
    },
  );
}

/** Prisma hands `contains` on to ILIKE as it is, where these three have a meaning of their own. */
function escapePattern(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
