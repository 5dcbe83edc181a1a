import { z } from "zod";
import { pageOf } from "@/lib/kernel/api/keyset";
import { eventName } from "@/lib/vendors/braze/catalog";
import type { Replay } from "@/prisma/generated/client";
import { Outcome, ReplayState } from "@/prisma/generated/enums";

const count = z.int().min(0);

/** A replay as the API returns it. Its progress is `done` of `total`; the four counts after it are the outcomes. */
export const replayView = z
  .strictObject({
    id: z.uuid(),
    sourceId: z.uuid(),
    state: z.enum(ReplayState),
    outcome: z.enum(Outcome),
    type: z.string().nullable(),
    /** The readable name of `type`. */
    typeName: z.string().nullable(),
    identity: z.string().nullable(),
    issue: z.string().nullable(),
    event: z.strictObject({ batchId: z.uuid(), index: z.int() }).nullable(),
    total: count,
    done: count,
    forwarded: count,
    filtered: count,
    quarantined: count,
    /** The batch's body had been pruned, so there is nothing to send. */
    unavailable: count,
    requestedBy: z.string(),
    requestedAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
    cancelRequestedAt: z.iso.datetime().nullable(),
    resumeAt: z.iso.datetime().nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: "Replay" });

export type ReplayView = z.infer<typeof replayView>;
export const replayPage = pageOf(replayView);

/** Turns a row into the view. */
export function toReplayView(row: Replay): ReplayView {
  const { batchId, index } = row;
  return {
    id: row.id,
    sourceId: row.sourceId,
    state: row.state,
    outcome: row.outcome,
    type: row.type,
    typeName: row.type === null ? null : eventName(row.type),
    identity: row.identity,
    issue: row.issue,
    event: batchId !== null && index !== null ? { batchId, index } : null,
    total: row.total,
    done: row.done,
    forwarded: row.forwarded,
    filtered: row.filtered,
    quarantined: row.quarantined,
    unavailable: row.unavailable,
    requestedBy: row.requestedBy,
    requestedAt: row.requestedAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    cancelRequestedAt: row.cancelRequestedAt?.toISOString() ?? null,
    resumeAt: row.resumeAt?.toISOString() ?? null,
    error: row.error,
  };
}
