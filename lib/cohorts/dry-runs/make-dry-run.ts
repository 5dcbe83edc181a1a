import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { claimOnce, type Once } from "@/lib/kernel/api/idempotency";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma, sqlOf, TRANSACTION_OPTIONS } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { countPush } from "./count-push";
import { type DryRunView, toDryRunView } from "./dry-run-view";
import { obstaclesOf, readPushFacts } from "./push-obstacles";

/** Which sync to count for: `manual` (Sync now) pushes what is owed, `resync` everybody. */
export const dryRunInput = z.strictObject({ trigger: z.enum(["manual", "resync"]).default("manual") });

/**
 * Counts what a sync of a segment would push now, without calling Braze, and keeps the result. Takes no lock, so
 * pages and syncs are not held up.
 * @throws TributaryError `forbidden` for a viewer; `not_found`; `conflict` when the customer is archived, or the
 *   idempotency key was used for another request
 */
export async function makeDryRun(
  ctx: Ctx,
  input: { customerId: string; segmentId: string; trigger: "manual" | "resync" },
  once?: Once,
): Promise<DryRunView> {
  requireRole(ctx, "csm");
  const { customerId, segmentId, trigger } = input;

  return prisma.$transaction(async (tx) => {
    await requireOpenCustomer(customerId, tx);
    const segment = await tx.segment.findFirst({ where: { id: segmentId, customerId } });
    if (!segment) throw new TributaryError("not_found", "There is no such segment.");

    const id = uuidv7();
    const earlier = await claimOnce(tx, ctx, once, id);
    if (earlier)
      return toDryRunView(await tx.dryRun.findUniqueOrThrow({ where: { id: earlier } }), segment.name);

    const sql = sqlOf(tx);
    const obstacles = obstaclesOf(await readPushFacts(sql, segmentId));
    const counts = await countPush(sql, segmentId, trigger);
    const made = await tx.dryRun.create({
      data: { id, customerId, segmentId, trigger, requestedBy: ctx.actor.name, ...counts, obstacles },
    });
    await recordAudit(tx, ctx, {
      action: "segment.dry_run_made",
      customerId,
      subjectKind: "segment",
      subjectId: segmentId,
      after: { dryRunId: id, trigger, adds: counts.adds, removes: counts.removes },
    });
    return toDryRunView(made, segment.name);
  }, TRANSACTION_OPTIONS);
}
