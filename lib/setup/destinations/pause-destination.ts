import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import { type DestinationView, toDestinationView } from "./destination-view";
import { requireDestination } from "./show-destination";

interface Input {
  customerId: string;
  destinationId: string;
}

/**
 * Pauses a destination: it keeps what Heap sends and pushes nothing to Braze. A repeat changes nothing.
 * @throws TributaryError `forbidden`, `not_found`, `conflict` (archived customer)
 */
export async function pauseDestination(ctx: Ctx, input: Input): Promise<DestinationView> {
  return setPaused(ctx, input, true);
}

/**
 * Resumes a paused destination. A repeat changes nothing.
 * @throws TributaryError `forbidden`, `not_found`, `conflict` (archived customer)
 */
export async function resumeDestination(ctx: Ctx, input: Input): Promise<DestinationView> {
  return setPaused(ctx, input, false);
}

async function setPaused(ctx: Ctx, input: Input, isPaused: boolean): Promise<DestinationView> {
  requireRole(ctx, "csm");
  return prisma.$transaction(async (tx) => {
    await requireOpenCustomer(input.customerId, tx);
    await requireDestination(input, tx);

    const written = await tx.destination.updateMany({
      where: { id: input.destinationId, pausedAt: isPaused ? null : { not: null } },
      data: { pausedAt: isPaused ? new Date() : null, version: { increment: 1 } },
    });
    if (written.count > 0) {
      await recordAudit(tx, ctx, {
        action: isPaused ? "destination.paused" : "destination.resumed",
        customerId: input.customerId,
        subjectKind: "destination",
        subjectId: input.destinationId,
      });
    }
    return toDestinationView(await requireDestination(input, tx));
  });
}
