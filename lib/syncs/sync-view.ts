import { z } from "zod";
import { pageInput, pageOf } from "@/lib/api/keyset";
import type { Sync } from "@/lib/generated/prisma/client";
import { CallState, SyncState, SyncTrigger } from "@/lib/generated/prisma/enums";
import type { ShownPush } from "./show-sync";

export const syncListInput = z.strictObject({ ...pageInput, segmentId: z.uuid().optional() });
export const syncInput = z.strictObject({ trigger: z.enum(["manual", "resync"]) });

/** The answer to asking for a sync: one that is under way already is joined. */
export const requestedSyncView = z.strictObject({
  syncId: z.uuid(),
  segmentId: z.uuid(),
  joined: z.boolean(),
});

export const cancelledSyncView = z.strictObject({ state: z.enum(["cancelled", "running"]) });

const count = z.int().min(0);

/** A sync as the API answers it. */
export const syncView = z.strictObject({
  id: z.uuid(),
  customerId: z.uuid(),
  destinationId: z.uuid(),
  segmentId: z.uuid(),
  trigger: z.enum(SyncTrigger),
  state: z.enum(SyncState),
  requestedBy: z.string(),
  requestedAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  cancelRequestedAt: z.iso.datetime().nullable(),
  /** While backing off: when the next attempt is due. */
  retryAt: z.iso.datetime().nullable(),
  owedAtStart: count.nullable(),
  added: count,
  removed: count,
  refused: count,
  pushes: count,
  error: z.string().nullable(),
});

/** One call to Braze's cohort API. */
export const pushView = z.strictObject({
  id: z.uuid(),
  adds: count,
  removes: count,
  state: z.enum(CallState),
  status: z.int().nullable(),
  words: z.string().nullable(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});

/** A sync with its newest calls. */
export const shownSyncView = syncView.extend({ calls: z.array(pushView) });

export type SyncView = z.infer<typeof syncView>;
export type PushView = z.infer<typeof pushView>;
export const syncPage = pageOf(syncView);

/** Turns a row into the view. */
export function toSyncView(row: Sync): SyncView {
  return {
    id: row.id,
    customerId: row.customerId,
    destinationId: row.destinationId,
    segmentId: row.segmentId,
    trigger: row.trigger,
    state: row.state,
    requestedBy: row.requestedBy,
    requestedAt: row.requestedAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    cancelRequestedAt: row.cancelRequestedAt?.toISOString() ?? null,
    retryAt: row.retryAt?.toISOString() ?? null,
    owedAtStart: row.owedAtStart,
    added: row.added,
    removed: row.removed,
    refused: row.refused,
    pushes: row.pushes,
    error: row.error,
  };
}

/** Turns a call's row into the view. */
export function toPushView(row: ShownPush): PushView {
  return {
    id: row.id,
    adds: row.adds,
    removes: row.removes,
    state: row.state,
    status: row.status,
    words: row.words,
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
