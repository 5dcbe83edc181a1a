import { v7 as uuidv7 } from "uuid";
import type { WaitingSync } from "@/lib/cohorts/syncs/queue-sync";
import { prisma } from "@/lib/kernel/database";
import { fingerprintOf } from "@/lib/kernel/secrets/fingerprint";
import { counted } from "@/lib/kernel/words";
import { createErasure } from "@/lib/privacy/erasures/request-erasure";
import { runErasureSlice } from "@/lib/privacy/erasures/run-erasure-slice";
import { countRows } from "@/lib/privacy/erasures/walk-customer";
import type { Erasure } from "@/prisma/generated/client";
import { DELETION_CTX } from "./deletion-ctx";
import type { RunningDeletion } from "./load-deletion";
import type { StepOutcome } from "./record-step";

/** How often an erasure is looked at. */
const LOOK_SECONDS = 3;
/** How often one is looked at that is tried again once a day. */
const LOOK_AGAIN_SECONDS = 600;

/** What the step came to, the erasure to run for it, and syncs to run, which remove the person from cohorts. */
export interface ErasedHere {
  outcome: StepOutcome;
  erasureId: string | null;
  syncs: WaitingSync[];
  /** An erasure was begun: those that are to go on should know at once. */
  isBegun: boolean;
}

/**
 * Erases the person here: an erasure for each id, one after the other, by the machine that erases one identity
 * (docs/decisions/008-erasure-and-exports.md). Which is next is seen from those that there are, so a repeat begins none
 * twice. Each gets a first slice at once: with little to go through, or many ids, most of the time would be spent waiting.
 * @param deadlineMs no further erasure begins after this
 */
export async function deleteHere(
  { id, customerId, ids }: RunningDeletion,
  deadlineMs: number,
): Promise<ErasedHere> {
  const syncs: WaitingSync[] = [];
  let isBegun = false;
  const waiting = (words: string, erasureId: string | null): ErasedHere => ({
    outcome: { state: "waiting", words, waitSeconds: LOOK_SECONDS },
    erasureId,
    syncs,
    isBegun,
  });
  for (;;) {
    const erasures = await prisma.erasure.findMany({ where: { deletionRequestId: id } });
    const running = erasures.find(({ phase }) => phase !== "done");
    if (running?.interruptedAt) {
      const words = "The erasure keeps failing; an alert says what to do. It is retried once a day.";
      return {
        outcome: { state: "waiting", words, waitSeconds: LOOK_AGAIN_SECONDS },
        erasureId: null,
        syncs,
        isBegun,
      };
    }
    if (running) return waiting("Erasing.", running.id);

    const done = new Set(erasures.map(({ fingerprint }) => fingerprint));
    const next = [...ids.externalIds, ...ids.brazeIds].find(
      (one) => !done.has(fingerprintOf(customerId, one)),
    );
    if (next === undefined) {
      return { outcome: { state: "done", words: summaryOf(erasures) }, erasureId: null, syncs, isBegun };
    }
    const total = await countRows(customerId);
    const created = await prisma.$transaction((tx) =>
      createErasure(tx, DELETION_CTX, {
        id: uuidv7(),
        customerId,
        identity: next,
        includesVariants: false,
        total,
        deletionRequestId: id,
      }),
    );
    if (!created) return waiting("Waiting for another erasure of this customer.", null);
    isBegun = true;
    if (Date.now() > deadlineMs) return waiting("Erasing.", created.id);
    const slice = await runErasureSlice(created.id);
    syncs.push(...slice.syncs);
  }
}

function summaryOf(erasures: readonly Erasure[]): string {
  const sum = (of: (erasure: Erasure) => number) =>
    erasures.reduce((total, erasure) => total + of(erasure), 0);
  const left = sum(({ leftInBraze }) => leftInBraze);
  const erased = `Erased ${counted(
    sum(({ events }) => events),
    "event",
  )}, ${counted(
    sum(({ pages }) => pages),
    "segment change",
  )} and ${counted(
    sum(({ members }) => members),
    "membership",
  )}. Only these counts remain.`;
  return left > 0
    ? `${erased} Braze may still have the user in ${counted(left, "cohort or attribute", "cohorts or attributes")}.`
    : erased;
}
