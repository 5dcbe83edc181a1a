import { decideOverlap } from "@/lib/insight/identity-overlaps/decide-overlap";
import { overlapWords } from "@/lib/insight/identity-overlaps/overlap-words";
import type { Alert } from "@/lib/kernel/alerts/kinds";
import { counted, lasting, utc } from "@/lib/kernel/words";
import { eventName } from "@/lib/vendors/braze/catalog";
import { typeWords } from "@/lib/vendors/braze/type-words";
import type { SourceFacts } from "./alert-facts";
import { FAILURES_IN_A_ROW } from "./failures-in-a-row";
import { isAbove } from "./is-above";
import { isRefusedNow } from "./is-refused-now";

const HOUR = 3_600;
/** No source counts as silent before this: even a busy one rests for a while. */
export const LEAST_SILENCE_SECONDS = 6 * HOUR;
/** Nor before this if it has been known for less than a week and has no rhythm yet. */
const LEAST_SILENCE_OF_A_NEW_SOURCE_SECONDS = 24 * HOUR;
const RHYTHM_KNOWN_AFTER_SECONDS = 7 * 24 * HOUR;
/** Longer than usual: one and a half times the longest silence of the last 28 days. */
const LONGER_THAN_USUAL = 1.5;

/** How large a share of the values of user properties Heap must refuse within 24 hours before it is an alert. */
export const REFUSED_PROPERTIES_SHARE = 0.05;

type Rule = (source: SourceFacts, now: Date) => Omit<Alert, "customerId" | "sourceId" | "subject"> | null;

/** Heap takes nothing for the app id, whatever it is sent: the app id or the region is wrong, or the app is gone. */
const heapAppRefused: Rule = ({ isPaused, appRefused, name, heapAppId }) => {
  if (isPaused || !appRefused || appRefused.pendingEvents === 0) return null;
  const { since, pendingEvents, words } = appRefused;
  return {
    kind: "heap_app_refused",
    size: pendingEvents,
    message: `Heap has refused everything for the app ID ${heapAppId} of “${name}” since ${utc(new Date(since))}. ${counted(pendingEvents, "event")} queued.`,
    cause: `Heap’s response, even to a harmless test event: “${words}”`,
    nextAction:
      "Compare the Heap app ID and the region in Setup with Heap (Account › Manage › Projects), and check that this environment still exists. Nothing is lost: all events stay queued. Tributary tries again every five minutes, and right away when you change the app ID.",
  };
};

/** Heap takes nothing now, and will again by itself. Nothing is lost: we still accept what Braze sends. */
const deliveriesFailing: Rule = (source) => {
  const found = whileFailing(source);
  if (!found || !isMendedByTime(found.status)) return null;
  return {
    kind: "deliveries_failing",
    ...found.words,
    nextAction: `Nothing to do yet. Tributary retries at least every five minutes. If it lasts, contact Heap support and quote this message. ${NOTHING_LOST}`,
  };
};

/** Heap refuses the calls, and would refuse them tomorrow: something about them has to be set right. */
const deliveriesRejected: Rule = (source) => {
  const found = whileFailing(source);
  if (!found || isMendedByTime(found.status)) return null;
  return {
    kind: "deliveries_rejected",
    ...found.words,
    nextAction: `Check the Heap app ID ${source.heapAppId} and the region in Setup, and in Heap that this environment still exists. Tributary retries automatically. ${NOTHING_LOST}`,
  };
};

const NOTHING_LOST = "Nothing is lost, and Braze is not affected: Tributary keeps accepting what it sends.";

/** Since when Heap accepts nothing, and what it says; null while it accepts, or nothing waits for it. */
function whileFailing({ isPaused, appRefused, heapFailures, failing, name }: SourceFacts) {
  if (isPaused || appRefused || heapFailures < FAILURES_IN_A_ROW) return null;
  if (!failing || failing.pendingEvents === 0) return null;
  const { since, pendingEvents, status, words } = failing;
  return {
    status,
    words: {
      size: pendingEvents,
      message: `Heap has accepted nothing from “${name}” since ${since ? utc(since) : "the first attempt"}. ${counted(pendingEvents, "event")} queued.`,
      cause: status === null ? (words ?? undefined) : `Heap answered ${status}: “${words ?? ""}”`,
    },
  };
}

function isMendedByTime(status: number | null): boolean {
  return status === null || status === 408 || status === 429 || status >= 500;
}

/**
 * Silent for longer than its own rhythm explains. A source that never had an event is not silent, but not set up yet.
 */
const noEvents: Rule = ({ isPaused, customerState, lastBatchAt, rhythm, name }, now) => {
  if (isPaused || customerState !== "live" || !lastBatchAt || !rhythm) return null;
  const silentSeconds = (now.getTime() - lastBatchAt.getTime()) / 1_000;
  if (silentSeconds <= silenceLimitSeconds(rhythm)) return null;
  const usual =
    rhythm.longestSilenceSeconds < HOUR ? "less than an hour" : lasting(rhythm.longestSilenceSeconds);
  return {
    kind: "no_events",
    message: `No events from Braze for “${name}” since ${utc(lastBatchAt)}, longer than usual.`,
    cause: `The longest gap in the 28 days before was ${usual}.`,
    nextAction:
      "In Braze, under Integrations › Currents, check that the Current is active and has no errors. Braze does not resend events from the time it was off. If the customer has not messaged anyone lately, this is expected.",
  };
};

/** How long a source may be silent. */
function silenceLimitSeconds({ longestSilenceSeconds, knownSeconds }: NonNullable<SourceFacts["rhythm"]>) {
  const least =
    knownSeconds < RHYTHM_KNOWN_AFTER_SECONDS ? LEAST_SILENCE_OF_A_NEW_SOURCE_SECONDS : LEAST_SILENCE_SECONDS;
  return Math.max(least, LONGER_THAN_USUAL * longestSilenceSeconds);
}

/** Whether more than a few odd events are quarantined. */
export function isQuarantineHigh({
  lately,
  quarantineFrom,
}: Pick<SourceFacts, "lately" | "quarantineFrom">): boolean {
  return isAbove(quarantineFrom, lately.quarantined, lately.recorded);
}

const quarantineShare: Rule = (source) => {
  const { isPaused, lately, topReason, name } = source;
  if (isPaused || !isQuarantineHigh(source)) return null;
  const percent = Math.max(1, Math.round((100 * lately.quarantined) / lately.recorded));
  const field = topReason?.field ? ` (field ${topReason.field})` : "";
  return {
    kind: "quarantine_share",
    size: lately.quarantined,
    message: `${percent}% of the events from “${name}” in the last 24 hours are quarantined: ${counted(lately.quarantined, "event")}.`,
    cause: topReason?.reason
      ? `Most often: ${topReason.reason}${field}, ${topReason.count} of the latest ${topReason.of}.`
      : undefined,
    sample: topReason?.type ? `The latest is of type ${typeWords(topReason.type)}.` : undefined,
    nextAction:
      "Open the causes in Events, fix the source’s settings or what the customer sends, then replay the quarantined events: Heap gets each event once.",
  };
};

/** Heap takes the events, but not, or hardly, what they say about their users. */
const userPropertiesRefused: Rule = ({ isPaused, refusedProperties, name }) => {
  if (isPaused || !refusedProperties) return null;
  const { values, accepted, failures, words } = refusedProperties;
  const isShareHigh = values >= (values + accepted) * REFUSED_PROPERTIES_SHARE;
  if (!isShareHigh && failures < FAILURES_IN_A_ROW) return null;
  return {
    kind: "user_properties_refused",
    size: values,
    message: `Heap refuses user properties from “${name}”: ${counted(values, "value")} in the last 24 hours. Its events reach Heap as before.`,
    cause: `Heap’s response to the latest: “${words}”`,
    nextAction:
      "Compare Heap’s response with the rules for user properties in Setup, and correct or remove the rule at fault. Queued values are sent automatically once Heap accepts them; a refused one is sent when it changes.",
  };
};

/** Two Braze workspaces post to one address: their users would be mixed in one Heap environment. */
const workspacesMixed: Rule = ({ mixed, name }) => {
  if (!mixed) return null;
  return {
    kind: "workspaces_mixed",
    size: mixed.events,
    message: `Two Braze workspaces post to “${name}”. ${counted(mixed.events, "event")} of the second one ${mixed.events === 1 ? "is" : "are"} quarantined and did not reach Heap.`,
    cause: `The source accepts events only from the workspace ${mixed.appGroupId}, where the first ones came from (app_group_id).`,
    nextAction:
      "Create a separate source for the second workspace. If the customer has moved to it permanently, forget the old workspace in Setup, then replay the quarantined events.",
  };
};

/** Something stored cannot be read or recorded: nobody can send it on without looking into the database. */
const batchSetAside: Rule = ({ setAside, name }) => {
  if (!setAside) return null;
  const { batches, events, lastBatchId, lastAt } = setAside;
  return {
    kind: "batch_set_aside",
    size: batches,
    occurredAt: new Date(lastAt),
    message: `${counted(batches, "batch", "batches")} from Braze for “${name}” could not be read back or recorded: ${counted(events, "event")} ${events === 1 ? "is" : "are"} quarantined.`,
    cause: `The latest is batch ${lastBatchId}. Its stored body is damaged, processing it failed repeatedly, or the database cannot store one of its events.`,
    nextAction:
      "Give the batch ID to the operator of Tributary. Nothing else is held up. The events can be replayed once the cause is fixed; this alert closes after seven days.",
  };
};

const NEW_TYPES_BECOME = {
  forward: "Until someone decides, such events are forwarded, as set for the source.",
  hold: "Until someone decides, such events are held: nothing is lost, and none of them reach Heap.",
  drop: "Until someone decides, such events are left out and counted as filtered. They can be replayed.",
} as const;

/** Braze began to send what Braze's documentation does not name: whether Heap should have it is for a person to say. */
const newEventTypes: Rule = ({ newTypes, name }) => {
  if (!newTypes) return null;
  const { types, count, heldEvents, rule } = newTypes;
  const isOne = count === 1;
  const more = count > types.length ? ` and ${count - types.length} more` : "";
  const held = heldEvents > 0 ? ` ${counted(heldEvents, "event")} held.` : "";
  return {
    kind: "new_event_types",
    size: count,
    message: `Braze has started sending ${isOne ? typeWords(types[0] ?? "") : `${count} new event types`} for “${name}”: forward ${isOne ? "it" : "them"}?`,
    cause: `${NEW_TYPES_BECOME[rule]}${held}`,
    sample: isOne ? undefined : `${types.map(eventName).join(", ")}${more}.`,
    nextAction: `${isOne ? "Forward it or leave it out." : "Forward or leave out each one."} You can change a decision later in Setup.`,
  };
};

/**
 * Hardly any identity is a user of Heap, and each unknown one creates a user there. Also reported while the source is
 * paused, before it does damage.
 */
const identityMismatch: Rule = ({ overlap, identityField, isPaused, name }) => {
  if (!overlap) return null;
  const decision = decideOverlap(overlap, identityField);
  if (!decision.isNearZero) return null;

  const { message, cause, nextAction } = overlapWords(decision, overlap, { name, identityField, isPaused });
  const sample = overlap.fields[identityField].samples[0];
  const member = overlap.memberSamples[0];
  return {
    kind: "identity_mismatch",
    message,
    cause: cause ?? undefined,
    sample: sample && member ? `Braze sends ${sample}; one of Heap’s members is ${member}.` : undefined,
    nextAction: nextAction ?? "",
  };
};

/** Somebody asked to be deleted, and nobody has seen to it yet. One that is just being carried out needs nobody. */
const deletionRequested: Rule = ({ deletions, name }) => {
  if (!deletions || (deletions.open === 0 && deletions.failed === 0 && !deletions.isLate)) return null;
  const { unfinished, open, failed, dueAt } = deletions;
  const states = [
    { count: open, of: (is: string) => `${is} waiting for a decision` },
    { count: failed, of: () => "could not be carried out" },
    { count: unfinished - open - failed, of: (is: string) => `${is} under way` },
  ].filter(({ count }) => count > 0);
  const parts = states.map(({ count, of }) => `${count} ${of(count === 1 ? "is" : "are")}`).join(", ");
  return {
    kind: "deletion_requested",
    size: unfinished,
    message:
      unfinished === 1
        ? `Braze sent 1 deletion request for “${name}”. It ${states[0]?.of("is")} and is due by ${utc(dueAt)}.`
        : `Braze sent ${counted(unfinished, "deletion request")} for “${name}”: ${parts}. The first is due by ${utc(dueAt)}.`,
    cause: "The law gives one month from receipt (GDPR, article 12(3)).",
    nextAction:
      "Open Data and erasure, then carry out each request or refuse it with a reason. Failed requests say what to do. To have requests carried out automatically, switch that on for the source in Setup.",
  };
};

/** Braze is refused, which it treats as final; its behaviour after that is documented. */
const currentsRefused: Rule = ({ refusal, name }, now) => {
  if (!refusal || !isRefusedNow(refusal, now)) return null;
  const { status, reason, hint, at } = refusal;
  const cause = `Answered ${status}, last on ${utc(at)}: “${reason}”`;
  if (status === 401) {
    return {
      kind: "currents_refused",
      message: `Braze posts to “${name}” without the right bearer token, so its requests are refused.`,
      cause,
      nextAction: `Make the bearer token in the Current in Braze match the one in Setup, then start the Current again. ${AFTER_REFUSAL}`,
    };
  }
  if (status === 404) {
    return {
      kind: "currents_refused",
      message: `Braze sends to an old URL of “${name}” that no longer works. It ends in ${hint}.`,
      cause,
      nextAction: `Copy the current URL from Setup into the Current in Braze, then start it again. ${AFTER_REFUSAL}`,
    };
  }
  return {
    kind: "currents_refused",
    message: `Something sends requests to “${name}” that do not come from Currents. They are refused.`,
    cause,
    nextAction:
      "Ask the customer which system uses this URL. If it is Braze, it resends the events of a refused request one by one, and drops those that are refused again.",
  };
};

/** Source: docs/contracts/braze-currents.md#what-our-answer-means-to-braze. */
const AFTER_REFUSAL =
  "Braze does not resend refused events. It notifies the customer, and turns off a Current that has failed for 5 days.";

/** All rules about a source. */
export const SOURCE_RULES: readonly Rule[] = [
  heapAppRefused,
  deliveriesFailing,
  deliveriesRejected,
  noEvents,
  quarantineShare,
  userPropertiesRefused,
  workspacesMixed,
  batchSetAside,
  newEventTypes,
  identityMismatch,
  deletionRequested,
  currentsRefused,
];
