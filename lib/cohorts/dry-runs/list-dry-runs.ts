import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { type Page, pageInput, readCursor, toPage } from "@/lib/kernel/api/keyset";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import { type DryRunView, toDryRunView } from "./dry-run-view";

export const dryRunListInput = z.strictObject({ ...pageInput, segmentId: z.uuid().optional() });

/**
 * A customer's dry runs, newest first, each with its segment's name.
 * @throws TributaryError `forbidden`, `not_found`, `invalid` cursor
 */
export async function listDryRuns(
  ctx: Ctx,
  input: z.infer<typeof dryRunListInput> & { customerId: string },
): Promise<Page<DryRunView>> {
  requireRole(ctx, "viewer");
  const { customerId, segmentId, limit } = input;
  const before = readCursor(input.cursor, z.uuid());
  await requireCustomer(customerId);

  const rows = await prisma.dryRun.findMany({
    where: { customerId, segmentId, ...(before && { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const segments = await prisma.segment.findMany({
    where: { id: { in: rows.map((row) => row.segmentId) } },
    select: { id: true, name: true },
  });
  const names = new Map(segments.map(({ id, name }) => [id, name]));
  return toPage(
    rows,
    limit,
    (row) => row.id,
    (row) => toDryRunView(row, names.get(row.segmentId) ?? ""),
  );
}
