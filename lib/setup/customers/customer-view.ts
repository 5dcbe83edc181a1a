import { z } from "zod";
import { healthView } from "@/lib/insight/health/health-rule";
import { CustomerState } from "@/prisma/generated/enums";
import type { CustomerGetPayload } from "@/prisma/generated/models/Customer";
import { type Books, booksView } from "./books";

/** A customer as the API answers it, with its live counts. */
export const customerView = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    owner: z.strictObject({ id: z.uuid(), name: z.string() }).nullable(),
    state: z.enum(CustomerState),
    version: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    sources: z.int(),
    destinations: z.int(),
    books: booksView,
  })
  .meta({ id: "Customer" });

export type CustomerView = z.infer<typeof customerView>;

const count = z.int().min(0);

/** A customer in the list: what tells at a glance whether it needs somebody. */
export const customerListItem = customerView
  .extend({
    ...healthView.shape,
    /** When the last batch from Braze came; simulated ones do not count. */
    lastEventAt: z.iso.datetime().nullable(),
    /** When the last page from Heap came. */
    lastPageAt: z.iso.datetime().nullable(),
    segments: z.strictObject({ total: count, recurring: count }),
    /** Members that Braze has still to be told about, and members it refused. */
    owed: count,
    refused: count,
    /** Events of unfinished batches without an outcome yet. */
    pending: count,
    openAlerts: count,
  })
  .meta({ id: "CustomerListItem" });

export type CustomerListItem = z.infer<typeof customerListItem>;

/** What a view needs of a customer. */
export const customerParts = {
  owner: { select: { id: true, name: true } },
  _count: { select: { sources: true, destinations: true } },
} as const;

/** Turns a row and its books into the view. */
export function toCustomerView(
  row: CustomerGetPayload<{ include: typeof customerParts }>,
  books: Books,
): CustomerView {
  return {
    id: row.id,
    name: row.name,
    owner: row.owner,
    state: row.state,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    sources: row._count.sources,
    destinations: row._count.destinations,
    books,
  };
}
