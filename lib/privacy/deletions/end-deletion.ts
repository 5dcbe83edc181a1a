import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma, type Transaction } from "@/lib/kernel/database";
import type { DeletionState } from "@/prisma/generated/enums";
import { DELETION_CTX } from "./deletion-ctx";
import type { RunningDeletion } from "./load-deletion";

type Ended = Pick<RunningDeletion, "id" | "customerId" | "fingerprint">;

/** Something of it could not be deleted. */
const SOMETHING_LEFT = "Not everything was deleted. Each part says what to do.";

/**
 * Ends a deletion all of whose steps are over, and records what became of each. When everything is deleted the ids are
 * forgotten, otherwise they are kept for the next try.
 */
export async function endDeletion(deletion: Ended): Promise<void> {
  await prisma.$transaction(async (tx) => {
    const steps = await tx.deletionStep.findMany({
      where: { deletionRequestId: deletion.id },
      orderBy: [{ party: "asc" }, { name: "asc" }],
    });
    const isDone = steps.every(({ state }) => state === "done" || state === "left");
    const outcomes = Object.fromEntries(steps.map(({ name, state }) => [name, state]));
    await end(tx, deletion, isDone ? "done" : "failed", isDone ? null : SOMETHING_LEFT, { steps: outcomes });
  });
}

/** Ends a deletion as failed: nothing more is deleted until a person says so. A repeat changes nothing. */
export async function failDeletion(deletion: Ended, words: string): Promise<void> {
  await prisma.$transaction((tx) => end(tx, deletion, "failed", words, { reason: words }));
}

async function end(
  tx: Transaction,
  { id, customerId, fingerprint }: Ended,
  state: DeletionState,
  words: string | null,
  more: { reason: string } | { steps: Record<string, string> },
): Promise<void> {
  const ended = await tx.deletionRequest.updateMany({
    where: { id, state: "under_way" },
    data: { state, words, finishedAt: new Date(), ...(state === "done" && { idsEnc: null }) },
  });
  if (ended.count === 0) return;
  await recordAudit(tx, DELETION_CTX, {
    action: state === "done" ? "deletion_request.carried_out" : "deletion_request.failed",
    customerId,
    subjectKind: "deletion_request",
    subjectId: id,
    after: { fingerprint, ...more },
  });
}
