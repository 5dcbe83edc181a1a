import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { pool, prisma } from "@/lib/kernel/database";
import type { VendorError } from "@/lib/kernel/errors";
import { backOffSeconds } from "@/lib/vendors/back-off";
import type { DeletionStep } from "@/prisma/generated/client";
import type { DeletionStepState } from "@/prisma/generated/enums";
import { DELETION_CTX } from "./deletion-ctx";

/** What became of a step: it is over, a vendor was asked, or it waits. */
export interface StepOutcome {
  state: DeletionStepState;
  words: string | null;
  askedId?: string | null;
  /** Failed attempts in a row. */
  attempts?: number;
  /** Until it continues; unused when it is over. */
  waitSeconds?: number;
}

/** Records what became of a step, with an audit entry when its state changes. A step that is over stays as it is. */
export async function recordStep(step: DeletionStep, outcome: StepOutcome): Promise<void> {
  const { state, words, waitSeconds = 0, attempts = 0 } = outcome;
  const isOver = state !== "waiting" && state !== "asked";
  const askedId = outcome.askedId === undefined ? step.askedId : outcome.askedId;
  await prisma.$transaction(async (tx) => {
    const written = await tx.deletionStep.updateMany({
      where: { id: step.id, state: { in: ["waiting", "asked"] } },
      data: {
        state,
        words,
        askedId,
        attempts,
        nextAt: new Date(Date.now() + waitSeconds * 1_000),
        finishedAt: isOver ? new Date() : null,
      },
    });
    if (written.count === 0 || state === step.state) return;
    await recordAudit(tx, DELETION_CTX, {
      action: `deletion_request.step_${state}`,
      customerId: step.customerId,
      subjectKind: "deletion_request",
      subjectId: step.deletionRequestId,
      after: { party: step.party, name: step.name, ...(words && { words }), ...(askedId && { askedId }) },
    });
  });
}

/** The outcome of a call that may succeed later: the step waits, longer each time. */
export function tryLater(step: DeletionStep, err: VendorError): StepOutcome {
  const attempts = step.attempts + 1;
  return {
    state: step.state,
    words: `Waiting to try again: ${err.words}`,
    attempts,
    waitSeconds: backOffSeconds(err, attempts, Math.random()),
  };
}

/** When the next step of a request is due, in seconds from now; noted for the sweep. 0 for none. */
export async function nextDueSeconds(deletionRequestId: string): Promise<number> {
  const { rows } = await pool.query<{ waitSeconds: number }>(
    `UPDATE deletion_request r SET touched_at = now(), next_at = COALESCE(
       (SELECT min(s.next_at) FROM deletion_step s WHERE s.deletion_request_id = r.id AND s.state IN ('waiting', 'asked')),
       now())
     WHERE r.id = $1 RETURNING GREATEST(0, extract(epoch FROM next_at - now()))::float8 AS "waitSeconds"`,
    [deletionRequestId],
  );
  return Math.ceil(rows[0]?.waitSeconds ?? 0);
}
