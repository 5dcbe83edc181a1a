import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import { requireSource } from "./show-source";
import { type SourceView, toSourceView } from "./source-view";

interface Input {
  customerId: string;
  sourceId: string;
}

/**
 * Pauses a source: it keeps what it receives and forwards nothing. A repeat changes nothing.
 * @throws TributaryError `forbidden`, `not_found`, `conflict` (archived customer)
 */
export async function pauseSource(ctx: Ctx, input: Input): Promise<SourceView> {
  return setPaused(ctx, input, true);
}

/**
 * Resumes a paused source; what it held can be forwarded. A repeat changes nothing.
 * @throws TributaryError `forbidden`, `not_found`, `conflict` (archived customer)
 */
export async function resumeSource(ctx: Ctx, input: Input): Promise<SourceView> {
  return setPaused(ctx, input, false);
}

async function setPaused(ctx: Ctx, input: Input, isPaused: boolean): Promise<SourceView> {
  requireRole(ctx, "csm");
  return prisma.$transaction(async (tx) => {
    await requireOpenCustomer(input.customerId, tx);
    await requireSource(input, tx);

    const written = await tx.source.updateMany({
      where: { id: input.sourceId, pausedAt: isPaused ? null : { not: null } },
      data: { pausedAt: isPaused ? new Date() : null, version: { increment: 1 } },
    });
    if (written.count > 0) {
      await recordAudit(tx, ctx, {
        action: isPaused ? "source.paused" : "source.resumed",
        customerId: input.customerId,
        subjectKind: "source",
        subjectId: input.sourceId,
      });
    }
    return toSourceView(await requireSource(input, tx));
  });
}
