import { v7 as uuidv7 } from "uuid";
import { TO_SEND_COUNT } from "@/lib/cohorts/members/may-have-attribute";
import { pool } from "@/lib/kernel/database";
import { TributaryError, VendorError } from "@/lib/kernel/errors";
import { TELL_OPERATOR, withOpenSlice } from "@/lib/kernel/open-slices";
import { type Turn, withTurn } from "@/lib/kernel/with-turn";
import { counted } from "@/lib/kernel/words";
import { UNKNOWN_COHORT } from "@/lib/vendors/braze/cohort-client";
import type { MembershipClient } from "@/lib/vendors/braze/membership-client";
import { membershipClientOf } from "@/lib/vendors/braze/membership-gateway";
import { isOutage } from "@/lib/vendors/circuit";
import { enterWorkspace, holdSync, leaveWorkspace, noteWorkspaceWorks } from "./braze-workspace";
import { notePaced } from "./call-budget";
import { noteBudget } from "./call-limit";
import { endEarly, endIfNothingOwed } from "./end-sync";
import { forgetCohort } from "./forget-cohort";
import { handleFailure } from "./handle-failure";
import { isOver, type LoadedSync, loadSync } from "./load-sync";
import { nameAttribute } from "./name-attribute";
import { nameCohort } from "./name-cohort";
import { pushOwed, type SliceBudget } from "./push-owed";
import type { WaitingSync } from "./queue-sync";
import { recoverPushes } from "./recover-pushes";

/** A slice ends after this many calls or this long, so that a step of the function stays short. */
const SLICE_CALLS = 200;
const SLICE_SECONDS = 20;

/**
 * If every member is refused, something is wrong with all of them: a sync stops and does not try a million one by
 * one.
 */
const MAX_REFUSED_BEFORE_ACCEPTED = 20;

/** What a slice did: only counts, because it is the result of a step. */
export interface SyncSlice {
  /** The sync is over, or waits for another one of its workspace, which wakes it. */
  done: boolean;
  /** How long to wait before the next slice; 0 to continue at once. */
  waitSeconds: number;
  calls: number;
  /** Members that Braze accepted, and permanently refused. */
  accepted: number;
  refused: number;
  /** False when no match check can have been queued at its end, because Braze cannot be asked. */
  mayHaveCheck: boolean;
  /** Syncs that have waited for this one, because Braze did not answer, and can be run now. */
  woken: WaitingSync[];
}

const NOTHING = {
  done: false,
  waitSeconds: 0,
  calls: 0,
  accepted: 0,
  refused: 0,
  mayHaveCheck: true,
  woken: [],
};

/**
 * Runs one bounded slice of a sync: names the cohort or the attribute, then pushes owed members until nothing is owed, the slice is
 * used up, or Braze wants us to wait. It may be repeated, interrupted and run twice at once: a second run finds the
 * segment locked, and a call without a recorded result is made again.
 */
export async function runSyncSlice(syncId: string): Promise<SyncSlice> {
  const sync = await loadSync(syncId);
  if (!sync || isOver(sync)) return { ...NOTHING, done: true };

  const slice = await withTurn(`sync ${sync.segmentId}`, (lock) => runLocked(syncId, lock));
  return slice ?? { ...NOTHING, waitSeconds: 1 };
}

async function runLocked(syncId: string, lock: Turn): Promise<SyncSlice> {
  const sync = await loadSync(syncId);
  if (!sync || isOver(sync)) return { ...NOTHING, done: true };
  if (sync.stopBecause !== null) {
    await endEarly(sync, { state: "cancelled", error: sync.stopBecause });
    return { ...NOTHING, done: true };
  }
  if (sync.retryInSeconds > 0 && sync.isHeld) return { ...NOTHING, done: true };
  if (sync.retryInSeconds > 0) return { ...NOTHING, waitSeconds: Math.ceil(sync.retryInSeconds) };

  const admission = await enterWorkspace(sync.destinationId);
  if (admission.kind === "wait") {
    await holdSync(sync.id, admission.seconds);
    return { ...NOTHING, done: true };
  }
  const isProbe = admission.kind === "probe";
  try {
    return await withOpenSlice("sync", sync.id, () => pushSlice(sync, lock, isProbe), {
      wait: (waitSeconds) => ({ ...NOTHING, waitSeconds }),
      giveUp: async (happened) => {
        await endEarly(sync, { state: "failed", error: `${happened} ${TELL_OPERATOR}` });
        return { ...NOTHING, done: true };
      },
    });
  } finally {
    if (isProbe) await leaveWorkspace(sync.destinationId);
  }
}

/** @param isProbe make one call only, to find out whether Braze answers again */
async function pushSlice({ id, segmentId }: LoadedSync, lock: Turn, isProbe: boolean): Promise<SyncSlice> {
  const sliceId = uuidv7();
  await noteStarted(id, sliceId);
  const settleSeconds = await recoverPushes(segmentId);
  if (settleSeconds > 0) return { ...NOTHING, waitSeconds: Math.ceil(settleSeconds) };

  // Read now that the slice is named in the row and has had the segment's lock: whoever changes identifier or credentials
  // from here on finds its name there and takes it away, and whoever did so before has committed.
  const sync = await loadNamed(id, segmentId);
  if (!sync || isOver(sync)) return { ...NOTHING, done: true };

  const client = await openClient(sync);
  if (!client) return { ...NOTHING, done: true };
  await noteBudget(sync.destinationId, client.budgetId);

  const budget: SliceBudget = {
    callsLeft: isProbe ? 1 : SLICE_CALLS,
    deadlineMs: Date.now() + SLICE_SECONDS * 1_000,
    calls: 0,
    accepted: 0,
    refused: 0,
    waitSeconds: 0,
    mayCall: lock.isHeld,
  };
  const counts = () => ({ calls: budget.calls, accepted: budget.accepted, refused: budget.refused });
  let isNamed = false;
  try {
    isNamed = await nameCohort({ ...sync, sliceId }, client);
    const done = await pushToEnd({ ...sync, sliceId }, client, budget);
    const woken = isNamed || budget.calls > 0 ? await noteWorkspaceWorks(sync.destinationId) : [];
    if (budget.waitSeconds > 0) await notePaced(sync.id, budget.waitSeconds);
    const mayHaveCheck = sync.restApiKeyEnc !== null;
    return { done, waitSeconds: Math.ceil(budget.waitSeconds), ...counts(), mayHaveCheck, woken };
  } catch (err) {
    if (!(err instanceof VendorError)) throw err;
    if (err.reason === UNKNOWN_COHORT && !isNamed) {
      await forgetCohort({ ...sync, sliceId });
      return { ...NOTHING, ...counts() };
    }
    const isAnswered = budget.accepted > 0 || !isOutage(err);
    const woken = isAnswered ? await noteWorkspaceWorks(sync.destinationId) : [];
    const failed = budget.accepted > 0 ? { ...sync, failedAttempts: 0, fruitlessSeconds: 0 } : sync;
    const waitSeconds = await handleFailure(failed, err);
    return {
      ...NOTHING,
      done: waitSeconds === null,
      waitSeconds: Math.ceil(waitSeconds ?? 0),
      ...counts(),
      woken,
    };
  }
}

/** Reads a sync, whose attribute has a name from here on. */
async function loadNamed(syncId: string, segmentId: string): Promise<LoadedSync | null> {
  const sync = await loadSync(syncId);
  if (sync?.kind !== "attribute" || sync.attributeName !== null) return sync;

  await nameAttribute(segmentId);
  return loadSync(syncId);
}

/** Pushes what is owed. Returns whether the sync is finished. */
async function pushToEnd(
  sync: LoadedSync & { sliceId: string },
  client: MembershipClient,
  budget: SliceBudget,
): Promise<boolean> {
  const isAllSent = await pushOwed(
    sync,
    client,
    budget,
    async () => (await refusedAltogether(sync, budget)) === null,
  );
  const refused = await refusedAltogether(sync, budget);
  if (refused) await endEarly(sync, { state: "failed", error: refused });

  // If more arrived behind it, or the segment was renamed, the next slice starts from the beginning.
  return refused !== null || (isAllSent && (await endIfNothingOwed(sync)));
}

/** The message when Braze has refused every single member so far, and enough of them; otherwise null. */
async function refusedAltogether(sync: LoadedSync, budget: SliceBudget): Promise<string | null> {
  if (budget.accepted > 0 || budget.refused === 0) return null;

  const { rows } = await pool.query<{
    refused: number;
    /** @neverNull a member that Braze refused counts together with the refused push, which has Braze's words */
    words: string;
  }>(
    `SELECT y.refused - y.unfit AS refused,
            (SELECT words FROM push WHERE sync_id = y.id AND state = 'refused' ORDER BY id DESC LIMIT 1) AS words
     FROM sync y WHERE y.id = $1 AND y.added + y.removed = 0 AND y.refused - y.unfit >= $2`,
    [sync.id, MAX_REFUSED_BEFORE_ACCEPTED],
  );
  if (!rows[0]) return null;

  return `Braze refused each of the first ${counted(rows[0].refused, "member")}: “${rows[0].words}” Check how the destination identifies users, then resync.`;
}

async function noteStarted(syncId: string, sliceId: string): Promise<void> {
  await pool.query(
    `UPDATE sync SET state = 'running', held_at = NULL, slice_id = $2, touched_at = now(), started_at = COALESCE(started_at, now()),
            owed_at_start = COALESCE(owed_at_start, (
              SELECT ${TO_SEND_COUNT} FROM segment s WHERE s.id = sync.segment_id)),
            untaken = CASE WHEN started_at IS NULL THEN COALESCE((
              SELECT t.untaken FROM task t WHERE t.segment_id = sync.segment_id AND t.entries > 0
              ORDER BY t.task_order DESC LIMIT 1), 0) ELSE untaken END
     WHERE id = $1 AND state IN ('queued', 'running')`,
    [syncId, sliceId],
  );
}

/** The gateway for a sync; null when credentials are missing, which ends the sync. */
async function openClient(sync: LoadedSync): Promise<MembershipClient | null> {
  try {
    return membershipClientOf(sync);
  } catch (err) {
    if (!(err instanceof TributaryError)) throw err;
    await endEarly(sync, { state: "failed", error: err.message });
    return null;
  }
}
