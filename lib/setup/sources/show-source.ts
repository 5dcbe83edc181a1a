import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { prisma, type Transaction } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import type { Source } from "@/prisma/generated/client";
import { type SourceView, toSourceView } from "./source-view";

/**
 * One source of a customer.
 * @throws TributaryError `forbidden`, `not_found`, also when it is another customer's
 */
export async function showSource(
  ctx: Ctx,
  input: { customerId: string; sourceId: string },
): Promise<SourceView> {
  requireRole(ctx, "viewer");
  return toSourceView(await requireSource(input));
}

/**
 * The row of one source of a customer.
 * @throws TributaryError `not_found`, also when it is another customer's
 */
export async function requireSource(
  input: { customerId: string; sourceId: string },
  db: Pick<Transaction, "source"> = prisma,
): Promise<Source> {
  const found = await db.source.findFirst({ where: { id: input.sourceId, customerId: input.customerId } });
  if (!found) throw new TributaryError("not_found", "There is no such source.");
  return found;
}
