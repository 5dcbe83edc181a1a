import type { BrazeCohortClient } from "@/lib/braze/cohort-client";
import { VendorError } from "@/lib/errors";
import type { OwedMember } from "@/lib/members/owed";
import { beginPush } from "./begin-push";
import { recordAccepted, recordFailed, recordRefused } from "./record-push";

/** What a slice may still do, and what it did. */
export interface SliceBudget {
  callsLeft: number;
  deadlineMs: number;
  calls: number;
  /** Members whom Braze accepted or refused for good. */
  accepted: number;
  refused: number;
  /** False when the lock was lost: then nothing more may be sent. */
  mayCall: () => boolean;
}

/**
 * Sends at most 1,000 members to Braze, one call after the other: calls for one cohort at a time are what 423 is
 * presumably about (design/braze.md 3.4). A refused call is halved down to the members at fault, who get Braze's
 * words; the others go through.
 * @returns false when the sync is to stop
 * @throws VendorError when a call failed otherwise; it is recorded already
 */
export async function pushMembers(
  sync: { id: string; segmentId: string },
  client: BrazeCohortClient,
  members: readonly OwedMember[],
  budget: SliceBudget,
): Promise<boolean> {
  const waiting: (readonly OwedMember[])[] = [members];

  for (let part = waiting.pop(); part && hasBudget(budget); part = waiting.pop()) {
    const begun = await beginPush(sync, part);
    if (!begun) return false;

    const push = { id: begun.id, syncId: sync.id, segmentId: sync.segmentId, members: part };
    budget.calls++;
    budget.callsLeft--;
    try {
      const answer = await client.changeMembers({
        cohortId: sync.segmentId,
        changes: [{ ...begun, add: keysOf(part, true), remove: keysOf(part, false) }],
      });
      await recordAccepted(push, answer);
      budget.accepted += part.length;
    } catch (err) {
      if (!(err instanceof VendorError)) throw err;
      if (err.kind !== "refused") {
        await recordFailed(push, err);
        throw err;
      }

      await recordRefused(push, err);
      const middle = Math.ceil(part.length / 2);
      if (part.length > 1) waiting.push(part.slice(middle), part.slice(0, middle));
      else budget.refused++;
    }
  }

  return true;
}

/** A slice goes on beyond its budget only until it got anywhere: halving must not begin anew for ever. */
export function hasBudget(budget: SliceBudget): boolean {
  if (!budget.mayCall()) return false;
  const isSpent = budget.callsLeft <= 0 || Date.now() > budget.deadlineMs;
  return !isSpent || budget.accepted + budget.refused === 0;
}

function keysOf(members: readonly OwedMember[], wanted: boolean): string[] {
  return members.filter((member) => member.wanted === wanted).map((member) => member.userKey);
}
