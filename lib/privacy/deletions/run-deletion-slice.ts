import type { WaitingSync } from "@/lib/cohorts/syncs/queue-sync";
import { prisma } from "@/lib/kernel/database";
import { forgetOpenSlices, TELL_OPERATOR, withOpenSlice } from "@/lib/kernel/open-slices";
import type { DeletionStep } from "@/prisma/generated/client";
import { beginDeletion } from "./begin-deletion";
import { deleteHere, type ErasedHere } from "./delete-here";
import { deleteInBraze } from "./delete-in-braze";
import { deleteInHeap } from "./delete-in-heap";
import { endDeletion, failDeletion } from "./end-deletion";
import { findIds } from "./find-ids";
import { loadDeletion, type RunningDeletion, unfinishedSteps } from "./load-deletion";
import { nextDueSeconds, recordStep } from "./record-step";

/** A slice ends after this long, so that a step of the function stays short. */
const SLICE_SECONDS = 15;

export interface DeletionSlice {
  /** It is over, or waits for a person. */
  done: boolean;
  /** How long to wait before the next slice; 0 to continue at once. */
  waitSeconds: number;
  /** The erasures to run for it. */
  erasures: { erasureId: string; customerId: string }[];
  /** Syncs to run, which remove the person from cohorts. */
  syncs: WaitingSync[];
}

const OVER: DeletionSlice = { done: true, waitSeconds: 0, erasures: [], syncs: [] };

/**
 * Carries out a request to delete a user for one bounded slice of time: finds the person's ids, then deletes them here, in
 * Heap and in Braze, each independently of the others. All progress is in the rows, so a killed process repeats at most
 * one chunk or one call, which deletes nothing more.
 */
export async function runDeletionSlice(deletionRequestId: string): Promise<DeletionSlice> {
  return withOpenSlice("deletion", deletionRequestId, () => deletionSlice(deletionRequestId), {
    wait: (waitSeconds) => ({ done: false, waitSeconds, erasures: [], syncs: [] }),
    giveUp: async (happened) => {
      // Not loaded as usual: its ids may be what cannot be read.
      const deletion = await prisma.deletionRequest.findUnique({ where: { id: deletionRequestId } });
      if (deletion) await failDeletion(deletion, `${happened} ${TELL_OPERATOR}`);
      await forgetOpenSlices("deletion", deletionRequestId);
      return OVER;
    },
  });
}

async function deletionSlice(deletionRequestId: string): Promise<DeletionSlice> {
  const deadlineMs = Date.now() + SLICE_SECONDS * 1_000;
  while (Date.now() < deadlineMs) {
    const deletion = await loadDeletion(deletionRequestId);
    if (!deletion) return OVER;

    if (deletion.startedAt === null) await beginDeletion(deletion);
    else if (deletion.phase !== "deleting") await findIds(deletion);
    else return takeSteps(deletion, deadlineMs);
  }
  return { done: false, waitSeconds: 0, erasures: [], syncs: [] };
}

async function takeSteps(deletion: RunningDeletion, deadlineMs: number): Promise<DeletionSlice> {
  const { id, customerId } = deletion;
  const erasures: DeletionSlice["erasures"] = [];
  const syncs: DeletionSlice["syncs"] = [];
  const faults: unknown[] = [];
  for (const step of await unfinishedSteps(id)) {
    if (step.nextAt > new Date()) continue;
    try {
      const taken = await takeStep(deletion, step, deadlineMs);
      if (taken.erasureId) erasures.push({ erasureId: taken.erasureId, customerId });
      syncs.push(...taken.syncs);
      // Told now: a process that dies in a vendor's call tells nobody, and the sweep would find them minutes later.
      if (taken.isBegun && erasures.length + syncs.length > 0) {
        return { done: false, waitSeconds: 0, erasures, syncs };
      }
    } catch (err) {
      // The other steps go on. An erasure or a sync that was begun is run by the sweep.
      faults.push(err);
    }
  }
  if (faults.length > 0) throw faults[0];
  if ((await unfinishedSteps(id)).length > 0) {
    return { done: false, waitSeconds: await nextDueSeconds(id), erasures, syncs };
  }
  await endDeletion(deletion);
  return { ...OVER, erasures, syncs };
}

/** @returns the erasure and the syncs to run for it */
async function takeStep(
  deletion: RunningDeletion,
  step: DeletionStep,
  deadlineMs: number,
): Promise<Omit<ErasedHere, "outcome">> {
  if (step.party === "here") {
    const { outcome, ...toRun } = await deleteHere(deletion, deadlineMs);
    await recordStep(step, outcome);
    return toRun;
  }
  const outcome = await (step.party === "heap"
    ? deleteInHeap(deletion, step)
    : deleteInBraze(deletion, step));
  await recordStep(step, outcome);
  return { erasureId: null, syncs: [], isBegun: false };
}
