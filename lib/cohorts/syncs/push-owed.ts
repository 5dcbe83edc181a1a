import type { OwedMember } from "@/lib/cohorts/members/owed-members";
import { VendorError } from "@/lib/kernel/errors";
import { openFlight } from "@/lib/kernel/flight";
import type { MemberChange } from "@/lib/vendors/braze/cohort-changes";
import { UNKNOWN_COHORT } from "@/lib/vendors/braze/cohort-client";
import {
  type BrazeMembersAcceptance,
  type MembershipClient,
  maxMembersPerCall,
} from "@/lib/vendors/braze/membership-client";
import { bookPush } from "./book-push";
import { noteLimit, noteThrottled, takeCall } from "./call-budget";
import type { LoadedSync } from "./load-sync";
import { readOwedParts } from "./owed-parts";
import { recordAccepted, recordFailed, recordRefused, recordUnclear, type SentPush } from "./record-push";
import { refuseUnfit } from "./refuse-unfit";

/** Calls for one segment under way at a time, until Braze says that it is locked. See docs/decisions/006-pushes-in-flight.md. */
export const MOST_CALLS_IN_FLIGHT = 4;

/** What a slice may still do, and what it has done. */
export interface SliceBudget {
  callsLeft: number;
  deadlineMs: number;
  calls: number;
  /** Members that Braze accepted or permanently refused. */
  accepted: number;
  refused: number;
  /** How long to wait before the next call, because Braze's limit is nearly used up. */
  waitSeconds: number;
  /** False once the lock is lost: then nothing more may be sent. */
  mayCall: () => boolean;
}

const NO_LIMIT = { waitSeconds: 0, isKnown: true };

type Outcome = BrazeMembersAcceptance | VendorError;

/**
 * Sends owed members to Braze, as many as Braze takes in a call, several calls at a time, each booked before it is made; an id is
 * in at most one of them. Members that Braze names as refused get its message. A refused call that names nobody is halved
 * down to the members at fault; the others go through. Members that cannot be sent at all are refused before a call. When it returns or throws, every call is answered and recorded.
 * @param goOn called before each call
 * @returns whether everybody owed was sent, except for later arrivals
 * @throws VendorError when calls failed in another way: the worst one
 */
export async function pushOwed(
  sync: LoadedSync & { sliceId: string },
  client: MembershipClient,
  budget: SliceBudget,
  goOn: () => Promise<boolean>,
): Promise<boolean> {
  const parts = readOwedParts(sync, maxMembersPerCall(sync.kind, sync.identifierKind));
  const flight = openFlight(sync.oneAtATime ? 1 : MOST_CALLS_IN_FLIGHT);
  const failures: VendorError[] = [];
  const mayCall = async () => failures.length === 0 && hasBudget(budget) && (await goOn());
  let isAllSent = false;
  let hasAsked = false;

  async function call(part: readonly OwedMember[]): Promise<Outcome> {
    try {
      const { identifierKind, aliasLabel } = sync;
      const change = { identifierKind, aliasLabel, ...changesOf(part) };
      const { limit, ...outcome } = await client.changeMembers(
        { id: sync.segmentId, attributeName: sync.attributeName },
        change,
      );
      if (client.budgetId !== null && limit) await noteLimit(client.budgetId, limit);
      return outcome;
    } catch (err) {
      if (!(err instanceof VendorError)) throw err;
      if (!isAboutMembers(err)) failures.push(err);
      if (client.budgetId !== null && err.kind === "throttled") await noteThrottled(client.budgetId, err);
      return err;
    }
  }

  async function record(id: string, part: readonly OwedMember[], outcome: Outcome): Promise<void> {
    const { segmentId, kind, identifierKind } = sync;
    const push = { id, syncId: sync.id, segmentId, kind, identifierKind, members: part };
    if (!(outcome instanceof VendorError)) {
      await recordAnswered(push, outcome);
    } else if (isAboutMembers(outcome)) {
      await recordRefused(push, outcome);
      if (part.length > 1) parts.halve(part);
      else budget.refused++;
    } else {
      await recordFailed(push, outcome);
    }
  }

  /** A 2xx: its errors may name the members that Braze did not take; one that names nobody is looked for by halving. */
  async function recordAnswered(push: SentPush, { status, words, ...outcome }: BrazeMembersAcceptance) {
    const [only] = push.members;
    const isAlone = push.members.length === 1 && only !== undefined;
    const refused =
      isAlone && outcome.unnamed !== null ? new Map([[only.userKey, outcome.unnamed]]) : outcome.refused;
    budget.refused += refused.size;
    if (outcome.unnamed === null || isAlone) {
      await recordAccepted(push, { status, words, refused });
      budget.accepted += push.members.length - refused.size;
    } else {
      await recordUnclear(push, { status, words, refused });
      parts.halve(push.members.filter((member) => !refused.has(member.userKey)));
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

      const { fit, refused } = await refuseUnfit(sync, part);
      budget.refused += refused;
      if (fit.length === 0) continue;

      const room = client.budgetId === null ? NO_LIMIT : await takeCall(client.budgetId);
      budget.waitSeconds = room.waitSeconds;
      if (room.waitSeconds > 0) break;

      const pushId = await bookPush(sync, fit);
      // Frozen in the meantime, it may have lost its turn: then the push counts as one whose answer nobody saw.
      if (pushId === null || !budget.mayCall()) break;
      budget.calls++;
      budget.callsLeft--;
      flight.start(
        () => call(fit),
        (outcome) => record(pushId, fit, outcome),
      );
      if (!room.isKnown && !hasAsked) {
        // Its answer says what is left, or that Braze reports no limit. Calls beside it could not be counted.
        hasAsked = true;
        await flight.land();
      }
    }
  } finally {
    await flight.land();
  }

  const worst = worstOf(failures);
  if (worst) throw worst;
  return isAllSent;
}

/** Whether some of the members are at fault, so that smaller calls find out which. */
function isAboutMembers(err: VendorError): boolean {
  return err.kind === "refused" && err.reason !== UNKNOWN_COHORT;
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

function changesOf(members: readonly OwedMember[]): Pick<MemberChange, "add" | "remove" | "clear"> {
  const keysOf = (which: (member: OwedMember) => boolean) =>
    members.filter(which).map(({ userKey }) => userKey);
  return {
    add: keysOf(({ wanted }) => wanted),
    remove: keysOf(({ wanted, clears }) => !wanted && !clears),
    clear: keysOf(({ clears }) => clears),
  };
}
