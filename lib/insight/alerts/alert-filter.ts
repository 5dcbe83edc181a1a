import { z } from "zod";
import type { Ctx } from "@/lib/kernel/actor";
import { EVALUATED_KINDS, NOTED_KINDS } from "@/lib/kernel/alerts/kinds";
import { textInput } from "@/lib/kernel/api/text-input";
import { ownerFilter, ownerIdOf } from "@/lib/team/owners/owner-filter";

/** Which alerts to list, open or past. */
export const alertFilterInput = {
  customerId: z.uuid().optional(),
  /** Whose customers. */
  ownerId: ownerFilter.optional(),
  /** A part of the customer's name, case ignored. */
  q: textInput(200).optional(),
  kind: z.enum([...NOTED_KINDS, ...EVALUATED_KINDS]).optional(),
  /** Who has it, acknowledged it or dismissed it; `none`: nobody has it. */
  personId: ownerFilter.optional(),
};

type AlertFilter = z.infer<z.ZodObject<typeof alertFilterInput>>;

/**
 * The values of `IS_FILTERED`.
 * @throws TributaryError `invalid` when `me` is not a member of the team
 */
export async function filterValues(ctx: Ctx, { customerId, ownerId, q, kind, personId }: AlertFilter) {
  return [
    customerId ?? null,
    await ownerIdOf(ctx, ownerId),
    ownerId === "none",
    q ?? null,
    kind ?? null,
    await ownerIdOf(ctx, personId),
    personId === "none",
  ] as const;
}

/** Whether an `alert a` of `customer c` is asked for, in SQL: parameters $1 to $7. An alert keeps who acted by name. */
export const IS_FILTERED = `
  ($1::uuid IS NULL OR a.customer_id = $1)
  AND ($2::uuid IS NULL OR c.owner_id = $2) AND (NOT $3::boolean OR c.owner_id IS NULL)
  AND ($4::text IS NULL OR strpos(lower(c.name), lower($4)) > 0)
  AND ($5::text IS NULL OR a.kind = $5)
  AND ($6::uuid IS NULL OR a.assignee_id = $6 OR EXISTS (
    SELECT FROM "user" p WHERE p.id = $6 AND p.name IN (a.acknowledged_by, a.dismissed_by)))
  AND (NOT $7::boolean OR a.assignee_id IS NULL)`;
