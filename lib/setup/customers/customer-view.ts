import { z } from "zod";
import { CustomerState } from "@/prisma/generated/enums";
import type { CustomerGetPayload } from "@/prisma/generated/models/Customer";
import { type Books, booksView } from "./read-books";

/** A customer as the API returns it, with its live counts. */
export const customerView = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    owner: z.strictObject({ id: z.uuid(), name: z.string() }).nullable(),
    state: z.enum(CustomerState),
    /**
     * When an alert opens: from this many quarantined events in 24 hours and this share of all, in percent; and from this
     * many members that Braze refused and this share of those wanted.
     */
    quarantineCount: z.int(),
    quarantinePercent: z.int(),
    refusedCount: z.int(),
    refusedPercent: z.int(),
    /** Within how many seconds events should have their outcome; null without a target. */
    lagTargetSeconds: z.int().nullable(),
    version: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    sources: z.int(),
    destinations: z.int(),
    books: booksView,
  })
  .meta({ id: "Customer" });

export type CustomerView = z.infer<typeof customerView>;

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
    quarantineCount: row.quarantineCount,
    quarantinePercent: row.quarantinePercent,
    refusedCount: row.refusedCount,
    refusedPercent: row.refusedPercent,
    lagTargetSeconds: row.lagTargetSeconds,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    sources: row._count.sources,
    destinations: row._count.destinations,
    books,
  };
}
