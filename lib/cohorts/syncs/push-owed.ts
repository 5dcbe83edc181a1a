import type { OwedMember } from "@/lib/cohorts/members/owed-members";
import { VendorError } from "@/lib/kernel/errors";
import { openFlight } from "@/lib/kernel/flight";
import type { BrazeAcceptance, BrazeCohortClient } from "@/lib/vendors/braze/cohort-client";
import { type BegunPush, beginPush } from "./begin-push";
import { readOwedParts } from "./owed-parts";
import { recordAccepted, recordFailed, recordRefused } from "./record-push";

/** Calls for one cohort under way at a time, until Braze says that it is locked. See docs/decisions/006-pushes-in-flight.md. */
export const MOST_CALLS_IN_FLIGHT = 4;

/** What a slice may still do, and what it has done. */
export interface SliceBudget {
  callsLeft: number;
  deadlineMs: number;
  calls: number;
  /** Members that Braze accepted or permanently refused. */
  accepted: number;
  refused: number;
  /** False once the lock is lost: then nothing more may be sent. */
  mayCall: () => boolean;
}

type Outcome = BrazeAcceptance | VendorError;

/**
 * Sends owed members to Braze, at most 1,000 a call, several calls at a time, each booked before it is made; an id is
 * in at most one of them. A refused call is halved down to the members at fault, which get Braze's message; the
 * others go through. When it returns or throws, every call is answered and recorded.
 * @param goOn called before each call
 * @returns whether everybody owed was sent, except for later arrivals
 * @throws VendorError when calls failed in another way: the worst one
 */
export async function pushOwed(
  sync: { id: string; segmentId: string; sliceId: string; oneAtATime: boolean },
  client: BrazeCohortClient,
  budget: SliceBudget,
  goOn: () => Promise<boolean>,
): Promise<boolean> {
  const parts = readOwedParts(sync.segmentId);
  const flight = openFlight(sync.oneAtATime ? 1 : MOST_CALLS_IN_FLIGHT);
  const failures: VendorError[] = [];
  const mayCall = async () => failures.length === 0 && hasBudget(budget) && (await goOn());
  let isAllSent = false;

  async function call(begun: BegunPush, part: readonly OwedMember[]): Promise<Outcome> {
    try {
      return await client.changeMembers({
        cohortId: sync.segmentId,
        changes: [{ ...begun, add: keysOf(part, true), remove: keysOf(part, false) }],
      });
    } catch (err) {
      if (!(err instanceof VendorError)) throw err;
      if (err.kind !== "refused") failures.push(err);
      return err;
    }
  }

  async function record(begun: BegunPush, part: readonly OwedMember[], outcome: Outcome): Promise<void> {
    const push = { id: begun.id, syncId: sync.id, segmentId: sync.segmentId, members: part };
    if (!(outcome instanceof VendorError)) {
      await recordAccepted(push, outcome);
      budget.accepted += part.length;
    } else if (outcome.kind === "refused") {
      await recordRefused(push, outcome);
      if (part.length > 1) parts.halve(part);
      else budget.refused++;
    } else {
      await recordFailed(push, outcome);
    }
  }

  try {
    for (;;) {
      await flight.untilFree();
      if (!(await mayCall())) break;

      const part = await parts.next();
      if (!part) {
        // A call under way may still be refused and return as halves.
        if (await flight.untilRecorded()) continue;
        isAllSent = true;
        break;
      }

      const begun = await beginPush(sync, part);
      if (!begun) break;
      budget.calls++;
      budget.callsLeft--;
      flight.start(
        () => call(begun, part),
        (outcome) => record(begun, part, outcome),
      );
    }
  } finally {
    await flight.land();
  }

  const worst = worstOf(failures);
  if (worst) throw worst;
  return isAllSent;
}

/** A slice exceeds its budget only until it has got somewhere: halving must not start over forever. */
function hasBudget(budget: SliceBudget): boolean {
  if (!budget.mayCall()) return false;
  const isSpent = budget.callsLeft <= 0 || Date.now() > budget.deadlineMs;
  return !isSpent || budget.accepted + budget.refused === 0;
}

/**
 * Of calls that failed side by side, the one that decides: first what no retry can fix, then the longest wait that
 * Braze asked for.
 */
function worstOf(failures: readonly VendorError[]): VendorError | undefined {
  const badness = (err: VendorError) =>
    err.retriable ? (err.retryAfterSeconds ?? 0) : Number.POSITIVE_INFINITY;
  return [...failures].sort((a, b) => badness(b) - badness(a))[0];
}

function keysOf(members: readonly OwedMember[], wanted: boolean): string[] {
  return members.filter((member) => member.wanted === wanted).map((member) => member.userKey);
}
