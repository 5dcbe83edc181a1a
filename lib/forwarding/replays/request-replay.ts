import { v7 as uuidv7 } from "uuid";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { claimOnce, type Once } from "@/lib/kernel/api/idempotency";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { pool, prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { mayFlow } from "@/lib/kernel/holds/hold-rule";
import { fingerprintOf } from "@/lib/kernel/secrets/fingerprint";
import { requireSource } from "@/lib/setup/sources/show-source";
import { choose, countChosen } from "./chosen-events";
import { type ReplayFilter, replayFilterInput } from "./replay-input";
import { type ReplayView, toReplayView } from "./replay-view";

/**
 * Requests that events of one source are mapped with its current settings and sent again. Batches that arrive later
 * are not part of it. Sending what Heap already has changes nothing there: the idempotency keys are the same, and
 * Heap keeps the first version.
 * @throws TributaryError `forbidden`, `not_found`, `invalid`, `conflict` (nothing to replay, one under way, paused or
 *   archived)
 */
export async function requestReplay(
  ctx: Ctx,
  input: ReplayFilter & { customerId: string; sourceId: string },
  once?: Once,
): Promise<ReplayView> {
  requireRole(ctx, "csm");
  const { customerId, sourceId, ...rest } = input;
  const filter = parseInput(replayFilterInput, rest);
  const { identity } = filter;
  const source = await requireSource({ customerId, sourceId });
  const choice = choose(sourceId, filter);
  const total = await countChosen(pool, choice);

  return prisma.$transaction(async (tx) => {
    const customer = await requireOpenCustomer(customerId, tx);
    const id = uuidv7();
    const earlier = await claimOnce(tx, ctx, once, id);
    if (earlier) return toReplayView(await tx.replay.findUniqueOrThrow({ where: { id: earlier } }));

    if (!mayFlow({ customerState: customer.state, isSourcePaused: source.pausedAt !== null })) {
      throw new TributaryError(
        "conflict",
        "The source or its customer is paused, so nothing would be sent. Resume it, then replay.",
      );
    }
    if (total === 0) throw new TributaryError("conflict", "No events match, so there is nothing to replay.");

    const { cursorBatchId: _, cursorIndex: __, ...columns } = choice;
    const created = await tx.replay.createManyAndReturn({
      data: [{ id, customerId, ...columns, total, requestedBy: ctx.actor.name }],
      skipDuplicates: true,
    });
    const [replay] = created;
    if (!replay) {
      throw new TributaryError(
        "conflict",
        "A replay of this source is already running. Wait for it to end, or cancel it.",
      );
    }

    await recordAudit(tx, ctx, {
      action: "replay.requested",
      customerId,
      subjectKind: "source",
      subjectId: sourceId,
      after: {
        replayId: id,
        total,
        ...filter,
        ...(identity && { identity: fingerprintOf(customerId, identity) }),
      },
    });
    return toReplayView(replay);
  });
}
