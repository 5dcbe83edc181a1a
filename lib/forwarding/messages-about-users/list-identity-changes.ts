import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { lookUpInput } from "@/lib/kernel/api/text-input";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";

/** Whose merges: either of Braze's ids, or the external id of the user that is gone. Without it, everybody's. */
export const identityChangeInput = z.strictObject({ identity: lookUpInput(1_000).optional() });

/** A merge of two users in Braze. */
const identityChangeView = z
  .strictObject({
    id: z.uuid(),
    /** The event that said so. */
    batchId: z.uuid(),
    index: z.int(),
    /** Braze's id of the user that is gone, and of the one that stays. */
    goneId: z.string(),
    staysId: z.string(),
    /** The external id of the user that is gone, if Braze said it. */
    externalId: z.string().nullable(),
    occurredAt: z.iso.datetime(),
  })
  .meta({ id: "IdentityChange" });

export const identityChangeList = z.strictObject({ items: z.array(identityChangeView) });

export type IdentityChangeView = z.infer<typeof identityChangeView>;

/** Nobody is merged more often in a life. */
const MOST_SHOWN = 50;

/**
 * The merges that name an identity, newest first; without one, the customer's.
 * @throws TributaryError `forbidden`, `not_found`
 */
export async function listIdentityChanges(
  ctx: Ctx,
  { customerId, identity }: z.infer<typeof identityChangeInput> & { customerId: string },
): Promise<z.infer<typeof identityChangeList>> {
  requireRole(ctx, "viewer");
  await requireCustomer(customerId);
  const rows = await prisma.identityChange.findMany({
    where: {
      customerId,
      ...(identity && { OR: [{ goneId: identity }, { staysId: identity }, { externalId: identity }] }),
    },
    orderBy: { occurredAt: "desc" },
    take: MOST_SHOWN,
  });
  return {
    items: rows.map(({ id, batchId, index, goneId, staysId, externalId, occurredAt }) => ({
      ...{ id, batchId, index, goneId, staysId, externalId },
      occurredAt: occurredAt.toISOString(),
    })),
  };
}
