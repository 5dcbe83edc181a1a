import { v7 as uuidv7 } from "uuid";
import { prisma } from "@/lib/kernel/database";
import { fingerprintOf } from "@/lib/kernel/secrets/fingerprint";
import { counted } from "@/lib/kernel/words";
import { createErasure } from "@/lib/privacy/erasures/request-erasure";
import { countRows } from "@/lib/privacy/erasures/walk-customer";
import type { Erasure } from "@/prisma/generated/client";
import { DELETION_CTX } from "./begin-deletion";
import type { RunningDeletion } from "./load-deletion";
import type { StepOutcome } from "./record-step";

/** How often an erasure is looked at. */
const LOOK_SECONDS = 3;
/** How often one is looked at that is tried again once a day. */
const LOOK_AGAIN_SECONDS = 600;

/** What the step came to, and the erasure to run for it. */
export interface ErasedHere {
  outcome: StepOutcome;
  erasureId: string | null;
}

/**
 * Erases the person here: an erasure for each id, one after the other, by the machine that erases one identity
 * (docs/decisions/008-erasure-and-exports.md). Which is next is seen from those that there are, so a repeat begins none
 * twice.
 */
export async function deleteHere({ id, customerId, ids }: RunningDeletion): Promise<ErasedHere> {
  const erasures = await prisma.erasure.findMany({ where: { deletionRequestId: id } });
  const running = erasures.find(({ phase }) => phase !== "done");
  if (running?.interruptedAt) {
    const words =
      "The erasure broke off again and again; an alert says what to do. It is tried again once a day.";
    return { outcome: { state: "waiting", words, waitSeconds: LOOK_AGAIN_SECONDS }, erasureId: null };
  }
  if (running) return waiting("Erasing.", running.id);

  const done = new Set(erasures.map(({ fingerprint }) => fingerprint));
  const next = [...ids.externalIds, ...ids.brazeIds].find((one) => !done.has(fingerprintOf(customerId, one)));
  if (next === undefined) return { outcome: { state: "done", words: summaryOf(erasures) }, erasureId: null };

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
  return created
    ? waiting("Erasing.", created.id)
    : waiting("Waits for another erasure of this customer.", null);
}

function waiting(words: string, erasureId: string | null): ErasedHere {
  return { outcome: { state: "waiting", words, waitSeconds: LOOK_SECONDS }, erasureId };
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
  )}.`;
  return left > 0 ? `${erased} Braze may still have the user in ${counted(left, "cohort")}.` : erased;
}
