import { z } from "zod";
import { pageOf } from "@/lib/kernel/api/keyset";
import type { Push, Sync } from "@/prisma/generated/client";
import { CallState, SyncState, SyncTrigger } from "@/prisma/generated/enums";
import { FAILED_RUN } from "./failed-run";
import { MEMBERS_PER_SECOND, progressOf, progressView } from "./sync-progress";

/** The answer to a request for a sync; the request joins one that is already under way. */
export const requestedSyncView = z
  .strictObject({
    syncId: z.uuid(),
    segmentId: z.uuid(),
    joined: z.boolean(),
  })
  .meta({ id: "RequestedSync" });

export const cancelledSyncView = z
  .strictObject({ state: z.enum(["cancelled", "running"]) })
  .meta({ id: "CancelledSync" });

const count = z.int().min(0);

/** A sync as the API returns it. */
export const syncView = z
  .strictObject({
    id: z.uuid(),
    customerId: z.uuid(),
    destinationId: z.uuid(),
    segmentId: z.uuid(),
    segmentName: z.string(),
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
    /** Of the refused: those that Tributary did not send, because their ID is no email address or phone number. */
    unfit: count,
    /** Users without a usable ID in Heap's newest change, when the sync began: they cannot be sent. */
    untaken: count,
    pushes: count,
    /** Null before it began. */
    progress: progressView.nullable(),
    error: z.string().nullable(),
    /** Of a failed one: how often in a row its segment's syncs have failed for this cause, up to it, and since when. */
    failed: z.strictObject({ times: z.int().min(1), since: z.iso.datetime() }).nullable(),
  })
  .meta({ id: "Sync" });

/** One call to Braze's cohort API. */
const pushView = z
  .strictObject({
    id: z.uuid(),
    adds: count,
    removes: count,
    /** Members that Braze refused for good with this call. */
    refused: count,
    state: z.enum(CallState),
    status: z.int().nullable(),
    words: z.string().nullable(),
    startedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Push" });

export type SyncView = z.infer<typeof syncView>;
export type PushView = z.infer<typeof pushView>;
export const syncPage = pageOf(syncView);
export const pushPage = pageOf(pushView);

/** Selects `SyncRow` from `sync y` and its `segment s`. */
export const SYNC_COLUMNS = `
  y.id, y.customer_id AS "customerId", y.destination_id AS "destinationId", y.segment_id AS "segmentId",
  s.name AS "segmentName", y.trigger, y.state, y.requested_by AS "requestedBy", y.requested_at AS "requestedAt",
  y.started_at AS "startedAt", y.finished_at AS "finishedAt", y.cancel_requested_at AS "cancelRequestedAt",
  y.retry_at AS "retryAt", y.owed_at_start AS "owedAtStart", y.added, y.removed, y.refused, y.unfit, y.untaken, y.pushes, y.error,
  (SELECT json_build_object('times', run.times, 'since', run.since) FROM (${FAILED_RUN}) run WHERE y.state = 'failed')
    AS failed,
  ${MEMBERS_PER_SECOND} AS "membersPerSecond"`;

export interface SyncRow extends Omit<Sync, "touchedAt" | "failedAttempts" | "heldAt" | "sliceId"> {
  segmentName: string;
  failed: { times: number; since: string } | null;
  membersPerSecond: number | null;
}

/** A call to Braze, without its members. */
export type PushRow = Omit<Push, "userKeys" | "customerId" | "segmentId" | "syncId">;

/** Turns a row into the view. */
export function toSyncView(row: SyncRow): SyncView {
  const { membersPerSecond: _, ...rest } = row;
  return {
    ...rest,
    requestedAt: row.requestedAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    cancelRequestedAt: row.cancelRequestedAt?.toISOString() ?? null,
    retryAt: row.retryAt?.toISOString() ?? null,
    progress: progressOf(row),
    failed: row.failed && { times: row.failed.times, since: new Date(row.failed.since).toISOString() },
  };
}

/** Turns a call's row into the view. */
export function toPushView(row: PushRow): PushView {
  return {
    ...row,
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
