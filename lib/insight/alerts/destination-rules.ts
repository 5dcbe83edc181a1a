import { refusalWords } from "@/lib/cohorts/members/refusal-words";
import { secondsOfWaiting } from "@/lib/cohorts/syncs/time-under-limit";
import type { Alert } from "@/lib/kernel/alerts/kinds";
import { counted, lasting, utc } from "@/lib/kernel/words";
import { MAX_OBJECTS_PER_CALL } from "@/lib/vendors/braze/membership-client";
import type { DestinationFacts, SegmentFacts } from "./alert-facts";
import { FAILURES_IN_A_ROW } from "./failures-in-a-row";
import { isAbove } from "./is-above";
import { isRefusedNow } from "./is-refused-now";

/** How late a recurring sync may start; the scheduler runs every minute. */
const OVERDUE_SECONDS = 30 * 60;
/** A sync without progress for this long is stuck; the sweep wakes a silent one within minutes. */
const SILENT_SYNC_SECONDS = 30 * 60;
/** How long Braze may accept nothing while a sync tries: short outages pass. */
const FRUITLESS_SECONDS = 15 * 60;
/** How long Braze's limit may make what is to sync wait: its longest window is an hour. */
const LONG_WAIT_SECONDS = 3_600;
/** How long members may be owed without a sync at work: longer than the time between two recurring syncs. */
const UNATTENDED_SECONDS = 6 * 3_600;
/** From this share of a change on, users without an id are no exceptions; below this number only if nobody had one. */
const UNTAKEN_SHARE = 0.1;
const UNTAKEN_COUNT = 10;
/** After this many right pages an environment that posted once is no longer a problem. */
export const RIGHT_PAGES = 20;

type Rule = (
  destination: DestinationFacts,
  now: Date,
) => Omit<Alert, "customerId" | "destinationId" | "subject"> | null;

function secondsSince(at: Date, now: Date): number {
  return (now.getTime() - at.getTime()) / 1_000;
}

/** Recurring syncs that did not start, or that started and do not progress. */
const syncOverdue: Rule = ({ isPaused, segments, name }, now) => {
  if (isPaused) return null;
  const late = segments.filter((segment) => isOverdue(segment, now));
  if (late.length === 0) return null;
  return {
    kind: "sync_overdue",
    size: late.length,
    segmentId: onlyOf(late),
    message: `${counted(late.length, "recurring segment")} of “${name}” ${late.length === 1 ? "is" : "are"} overdue for a sync.`,
    cause: "The schedule did not start the sync, or it is not being worked on.",
    sample: sampleOf(late),
    nextAction:
      "Press Sync now on the segment. If the sync stays queued, ask the operator of Tributary why its functions are not running: see /api/health and the log.",
  };
};

function isOverdue({ isRecurring, nextSyncAt, sync }: SegmentFacts, now: Date): boolean {
  if (!isRecurring) return false;
  if (nextSyncAt && secondsSince(nextSyncAt, now) > OVERDUE_SECONDS) return true;
  return sync !== null && isActive(sync) && secondsSince(sync.aliveAt, now) > SILENT_SYNC_SECONDS;
}

function isActive({ state }: NonNullable<SegmentFacts["sync"]>): boolean {
  return state === "queued" || state === "running";
}

/** Members stay owed: the newest sync failed, or no sync is at work. */
const owedStuck: Rule = (destination, now) => {
  const stuck = findStuck(destination, now).filter(({ sync }) => !isUnderWay(sync));
  const [worst] = stuck;
  if (!worst) return null;
  const failed = worst.sync?.state === "failed" ? worst.sync : null;
  const times = failed?.failed && failed.failed.times > 1 ? failed.failed : null;
  return {
    kind: "owed_stuck",
    ...wordsOf(destination, stuck),
    cause:
      [failed?.error, times && `It has failed ${times.times} times since ${utc(new Date(times.since))}.`]
        .filter(Boolean)
        .join(" ") || undefined,
    nextAction: failed
      ? "Fix what made the newest sync fail, then press Sync now. The changes are kept, and the next sync sends them."
      : "Press Sync now on the segment. The changes are kept, and the next sync sends them.",
  };
};

/** A sync is at work, and Braze accepts nothing of it. */
const pushesFailing: Rule = (destination, now) => {
  const stuck = findStuck(destination, now).filter(({ sync }) => isUnderWay(sync));
  const [worst] = stuck;
  if (!worst) return null;
  return {
    kind: "pushes_failing",
    ...wordsOf(destination, stuck),
    cause: worst.sync?.error ?? undefined,
    nextAction:
      "Nothing to do yet. The sync retries at least every five minutes, and nothing is lost. If it lasts longer than a day, contact Braze support and quote this message.",
  };
};

/**
 * Braze's limit of calls makes what is to sync wait for more than one of its hours. Each wait by itself is as planned; one that ends within
 * the hour needs nobody.
 */
const brazeLimitUsed: Rule = ({ isPaused, isKeyRefused, callLimit, segments, name }) => {
  const owed = segments.reduce((total, segment) => total + segment.owed, 0);
  const calls = Math.ceil(owed / MAX_OBJECTS_PER_CALL);
  const waitSeconds = secondsOfWaiting(calls, callLimit);
  if (isPaused || isKeyRefused || !callLimit || waitSeconds === null || waitSeconds <= LONG_WAIT_SECONDS)
    return null;
  return {
    kind: "braze_limit_used",
    size: owed,
    message: `“${name}” has ${counted(owed, "member")} to sync, which needs ${counted(calls, "call")} to Braze. At Braze’s limit that takes at least ${lasting(waitSeconds)}.`,
    cause: `Braze allows the workspace ${counted(callLimit.most, "call")} ${callLimit.windowSeconds === 3_600 ? "an hour" : `in ${counted(callLimit.windowSeconds, "second")}`}, and reported ${callLimit.remaining} left.`,
    nextAction:
      "Nothing to do. Syncs continue with each new hour, and a tenth of the limit is reserved for other uses of the workspace. To speed this up, turn off segments that nobody needs, send less to /users/track from elsewhere, or ask Braze for a higher limit.",
  };
};

type StuckSegment = SegmentFacts & { since: Date };

/** The segments whose members stay owed, those with most of them first. */
function findStuck({ isPaused, isKeyRefused, segments }: DestinationFacts, now: Date): StuckSegment[] {
  if (isPaused || isKeyRefused) return [];
  return segments
    .flatMap((segment) => {
      const since = stuckSince(segment, now);
      return since ? [{ ...segment, since }] : [];
    })
    .toSorted((one, other) => other.owed - one.owed);
}

function wordsOf({ name }: DestinationFacts, stuck: readonly StuckSegment[]) {
  const owed = stuck.reduce((total, segment) => total + segment.owed, 0);
  const since = new Date(Math.min(...stuck.map((segment) => segment.since.getTime())));
  return {
    size: owed,
    segmentId: onlyOf(stuck),
    message: `“${name}” has ${counted(owed, "member")} to sync in ${counted(stuck.length, "segment")}, and Braze has accepted ${owed === 1 ? "nothing" : "none of them"} since ${utc(since)}.`,
    sample: sampleOf(stuck.slice(0, 1)),
  };
}

function isUnderWay(sync: SegmentFacts["sync"]): boolean {
  return sync !== null && isActive(sync);
}

function stuckSince({ owed, lastPageAt, sync }: SegmentFacts, now: Date): Date | null {
  if (owed === 0) return null;
  if (sync && isActive(sync)) {
    const isFruitless =
      sync.failedAttempts >= FAILURES_IN_A_ROW && secondsSince(sync.fruitlessSince, now) > FRUITLESS_SECONDS;
    return isFruitless ? sync.fruitlessSince : null;
  }
  if (sync?.state === "failed") return sync.finishedAt ?? sync.requestedAt;

  // New pages start a sync of their own; older owed members wait for the next recurring one.
  const quietSince = [lastPageAt, sync?.finishedAt].reduce<Date | null>(
    (latest, at) => (at && (!latest || at > latest) ? at : latest),
    null,
  );
  return quietSince && secondsSince(quietSince, now) > UNATTENDED_SECONDS ? quietSince : null;
}

/** More than a few odd members are refused, by Braze or because they cannot be sent; the others are sent. */
const membersRefused: Rule = ({ isPaused, members, refusedFrom, name }) => {
  const { refused, unfit, wanted } = members;
  if (isPaused || !isAbove(refusedFrom, refused, wanted)) return null;
  const percent = Math.max(1, Math.round((100 * refused) / Math.max(wanted, refused)));
  const others = refused < wanted ? " The others are sent." : "";
  return {
    kind: "members_refused",
    size: refused,
    message:
      unfit === 0
        ? `Braze refused ${counted(refused, "member")} of “${name}”, ${percent}% of those in Heap.${others}`
        : `${counted(refused, "member")} of “${name}” ${refused === 1 ? "is" : "are"} refused, ${percent}% of those in Heap: ${refusalWords(members)}.${others}`,
    nextAction:
      "See why for each refused member. Have their IDs corrected in Heap, or choose another identifier, then press Resync.",
  };
};

/** Pages came from another Heap environment: two of them may write into the same segments. */
const idTokenChanged: Rule = ({ otherEnvironment, name }) => {
  if (!otherEnvironment || otherEnvironment.rightSince >= RIGHT_PAGES) return null;
  return {
    kind: "id_token_changed",
    occurredAt: otherEnvironment.at,
    message: `A different Heap environment is sending updates to “${name}”, last on ${utc(otherEnvironment.at)}: their id_token differs.`,
    nextAction: `Check in Heap that only the right environment sends to this URL. This alert closes after ${RIGHT_PAGES} updates from the original one. If both are right, or the customer has moved, dismiss it: updates from the new environment then count as right.`,
  };
};

/** Pages arrive, and anyone who knows the address could have sent them. */
const webhookUnsigned: Rule = ({ hasWebhookSecret, lastPageAt, name }) => {
  if (hasWebhookSecret || !lastPageAt) return null;
  return {
    kind: "webhook_unsigned",
    message: `Heap updates for “${name}” are accepted unsigned: no webhook secret is set.`,
    cause: "Anyone who learns the URL could change who is in its segments.",
    nextAction: "Copy the webhook secret from Heap and add it in Setup.",
  };
};

/** Heap is refused, so nothing changes in Braze. */
const pagesRefused: Rule = ({ refusal, name }, now) => {
  if (!refusal || !isRefusedNow(refusal, now)) return null;
  const { status, reason, hint, at } = refusal;
  const words = {
    403: {
      message: `Heap updates for “${name}” are refused: their signature does not match any webhook secret.`,
      todo: "Copy the webhook secret from Heap and add it in Setup",
    },
    404: {
      message: `Heap sends to an old URL of “${name}” that no longer works. It ends in ${hint}.`,
      todo: "Copy the current URL from Setup into the webhook in Heap",
    },
  }[status] ?? {
    message: `Requests to “${name}” are refused: they are not what Heap’s segment webhook sends.`,
    todo: "Ask the customer which system uses this URL, and whether its clock is right",
  };
  return {
    kind: "pages_refused",
    message: words.message,
    cause: `Answered ${status}, last on ${utc(at)}: “${reason}”`,
    nextAction: `${words.todo}, then sync the segment again in Heap. Until then nothing changes in Braze.`,
  };
};

/** Heap sends entries that name nobody: as a rule because another user property was chosen there. */
const usersWithoutId: Rule = ({ untaken, name }) => {
  const many = untaken
    .filter((segment) => segment.untaken >= UNTAKEN_SHARE * segment.entries)
    .filter((segment) => segment.untaken >= UNTAKEN_COUNT || segment.untaken === segment.entries)
    .toSorted((one, other) => other.untaken - one.untaken);
  const [worst] = many;
  if (!worst) return null;

  const others = many.length > 1 ? ` The same is true of ${counted(many.length - 1, "other segment")}.` : "";
  return {
    kind: "users_without_id",
    size: many.reduce((total, { untaken }) => total + untaken, 0),
    segmentId: many.length === 1 ? worst.segmentId : undefined,
    message: `Heap sends users without a value in the chosen property to “${name}”: ${worst.untaken.toLocaleString("en-US")} of ${counted(worst.entries, "entry", "entries")} in the latest change to “${worst.name}” ${worst.untaken === 1 ? "names" : "name"} nobody.${others}`,
    cause: worst.shape === null ? undefined : `Most of them look like ${worst.shape}`,
    nextAction:
      "In Heap, open the segment’s Integrations card and see which user property it sends as the ID. Choose the one that holds the ID by which Braze knows users, then sync the segment again. Until then these users do not reach Braze.",
  };
};

/** Heap asks for something that we do not know, and was told 200: nothing changed. */
const unknownAction: Rule = ({ unknownActions, name }) => {
  if (!unknownActions) return null;
  const { pages, action, lastAt } = unknownActions;
  return {
    kind: "unknown_action",
    size: pages,
    occurredAt: lastAt,
    message: `Heap sent “${name}” ${counted(pages, "request")} with an unknown action, last on ${utc(lastAt)}. ${pages === 1 ? "It" : "They"} changed nothing.`,
    cause: `The action is “${action}”.`,
    nextAction:
      "Compare the segment in Heap with its copy in Braze. If they differ, sync the segment again in Heap, and tell the operator of Tributary the name of the action: Heap may have added it. This alert closes a week after the last such request.",
  };
};

function onlyOf(segments: readonly SegmentFacts[]): string | undefined {
  return segments.length === 1 ? segments[0]?.segmentId : undefined;
}

function sampleOf([segment]: readonly SegmentFacts[]): string | undefined {
  if (!segment) return undefined;
  return segment.owed > 0
    ? `“${segment.name}” has ${counted(segment.owed, "member")} to sync.`
    : `“${segment.name}”`;
}

/** All rules about a destination. */
export const DESTINATION_RULES: readonly Rule[] = [
  syncOverdue,
  owedStuck,
  pushesFailing,
  brazeLimitUsed,
  membersRefused,
  idTokenChanged,
  webhookUnsigned,
  pagesRefused,
  usersWithoutId,
  unknownAction,
];
