import { UNREADABLE_REQUEST } from "@/lib/forwarding/batches/map-batch";
import { ERASED } from "@/lib/forwarding/mapping/erased-event";
import { NAMES_TOO_LONG, TOO_MANY_VALUES } from "@/lib/forwarding/mapping/heap-properties";
import { APP_GROUP_FIELD } from "@/lib/forwarding/mapping/map-event";
import { UNRECORDABLE, UNRECORDABLE_SENT } from "@/lib/forwarding/mapping/unrecordable";
import type { SourceHold } from "@/lib/kernel/holds/hold-rule";
import { HOLD_WORDS } from "@/lib/kernel/holds/team-words";
import { USER_DELETE_REQUEST_TYPE } from "@/lib/vendors/braze/catalog";
import type { Outcome } from "@/prisma/generated/enums";
import { explainType } from "./explain-type";

/** What an event's outcome says to a person. */
export interface Explanation {
  /** The reason in a few words, for a list; null when the outcome says it all. */
  because: string | null;
  happened: string;
  meaning: string;
  next: string;
}

export interface Explained {
  outcome: Outcome | "pending";
  /** The field of Braze's event that decided, such as `user.external_user_id`. */
  field: string | null;
  reason: string | null;
  type: string | null;
  identity: string | null;
  deliveryId: string | null;
  /** Why it is not being sent at the moment, while it waits; null: it is about to be. */
  hold?: SourceHold | null;
}

const NOTHING_TO_DO = "Nothing to do.";

/** Says what happened to an event, what that means for the customer and what to do next. Pure. */
export function explainOutcome(event: Explained): Explanation {
  if (event.reason === ERASED) return explainErased(event.outcome);

  switch (event.outcome) {
    case "pending":
      return explainType(event) ?? explainPending(event.hold ?? null);
    case "forwarded":
      return {
        because: null,
        happened: "Heap accepted it.",
        meaning: `In Heap, it belongs to the user “${event.identity ?? ""}”.`,
        next: "Nothing to do. If you cannot find it in Heap, compare the source’s Heap app ID with the one in Heap: Heap may accept events for an app ID it does not know.",
      };
    case "duplicate":
      return {
        because: null,
        happened: "The source already had an event with this Braze event ID.",
        meaning: event.deliveryId
          ? "It was sent with the same idempotency key as the first, so Heap counts it once."
          : "It was not sent again, so Heap counts it once. Braze delivers an event again when it is unsure whether the first delivery arrived.",
        next: NOTHING_TO_DO,
      };
    case "filtered":
      return explainFiltered(event);
    case "quarantined":
      if (event.reason?.startsWith(UNRECORDABLE)) return explainUnrecordable(event);
      return event.deliveryId ? explainRefused(event) : explainQuarantined(event);
  }
}

function explainErased(outcome: Explained["outcome"]): Explanation {
  const wasSent = outcome === "forwarded" || outcome === "duplicate";
  return {
    because: "Its user was erased",
    happened: "It was erased, along with everything else stored about its user.",
    meaning: wasSent
      ? "All that remains here is that there was an event. Heap still has it, unless the user was deleted there."
      : "All that remains here is that there was an event. Heap does not get it.",
    next: wasSent ? "Delete the user in Heap and Braze too, if you have not done so yet." : NOTHING_TO_DO,
  };
}

function explainPending(hold: SourceHold | null): Explanation {
  return {
    because: null,
    happened: "Tributary has stored it and has not sent it yet.",
    meaning: "Heap does not have it yet. Nothing is lost.",
    next: hold ? waitWords(hold) : "Nothing to do: it will be sent in a moment.",
  };
}

function waitWords(hold: SourceHold): string {
  // A customer that is restored stays paused.
  if (hold === "customer_archived")
    return "The customer is archived. Restore and resume the customer to send it.";
  const { is, undo } = HOLD_WORDS[hold];
  return `${is}. ${undo}${hold === "heap_waits" ? "; the overview says when." : " to send it."}`;
}

function explainFiltered({ reason, type }: Explained): Explanation {
  const ofType = explainType({ reason, type });
  if (ofType) return ofType;
  const told = FILTERED.find((one) => one.reason.test(reason ?? ""));
  if (told) return { because: told.because, happened: told.happened, meaning: told.meaning, next: told.next };

  const field = reason?.match(/^anonymous: no (\w+)$/)?.[1];
  if (field) {
    return {
      because: `The user is anonymous: no ${field}`,
      happened: `It was left out: its user has no ${field} in Braze.`,
      meaning: "Heap does not have it. Without an identity Heap could not tell whose event it is.",
      next: `Nothing to do for visitors who never signed in. If these are known users, make sure the customer’s app gives Braze their ${field === "external_user_id" ? "external ID" : field}.`,
    };
  }
  return {
    because: reason,
    happened: `It was left out: ${reason ?? "the source’s settings ask for it"}.`,
    meaning: "Heap does not have it, as set in the source’s settings.",
    next: "If it should be in Heap, look at the source’s settings in Setup.",
  };
}

/** Why an event is left out whoever its user is. */
const FILTERED: readonly (Omit<Explanation, "because"> & { reason: RegExp; because: string })[] = [
  {
    reason: /^a request to delete/,
    because: "Braze asks for the user to be deleted",
    happened: "It was left out: it is a request to delete this user, not something the user did.",
    meaning: "Heap does not have it as an event. The request itself is kept under Setup › Data and erasure.",
    next: "See Setup › Data and erasure for progress and the deadline.",
  },
  {
    reason: /^users were merged/,
    because: "Braze merged two users",
    happened:
      "It was left out: it says that this user was merged into another in Braze. It is not something the user did.",
    meaning:
      "Heap does not have it. Events sent earlier stay on the user they were sent for. The merge is shown with the events of both users.",
    next: NOTHING_TO_DO,
  },
  {
    reason: /^erased on request$/,
    because: "Its user was deleted on request",
    happened: "It was left out: its user was deleted on request, and the event came later.",
    meaning: "Heap does not get it, so the user is not created there again.",
    next: "Nothing to do. If the user has signed up again, an admin can allow their data again under Setup › Data and erasure; then the event can be replayed.",
  },
  {
    reason: /^(machine open|suspected bot click)$/,
    because: "A machine caused it, and the source leaves those out",
    happened: "It was left out: Braze says that a machine opened the email or a bot followed the link.",
    meaning: "Heap does not have it, as set in the source’s settings.",
    next: "To forward or mark such events, change it in the source’s settings in Setup. Earlier ones can be replayed.",
  },
];

function explainUnrecordable({ reason, type }: Explained): Explanation {
  const heap = reason === UNRECORDABLE_SENT ? "Heap has it, but" : "Heap did not get it, and";
  const asked = type === USER_DELETE_REQUEST_TYPE ? " The request to delete this user is not kept." : "";
  return {
    because: "It cannot be recorded",
    happened: "It was quarantined: Tributary’s database cannot store its contents.",
    meaning: `${heap} what it says about its user is not kept here.${asked} The other events of the same request were not affected.`,
    next: "Ask the operator of Tributary to check the log from the time when it was quarantined. Once the cause is fixed, replay the event.",
  };
}

function explainRefused({ reason }: Explained): Explanation {
  return {
    because: reason,
    happened: "Heap refused it. The rest of its call was sent without it.",
    meaning: "Heap does not have this event, and would refuse it again if it were sent unchanged.",
    next: "Compare Heap’s response with the event as it was sent. If such events should reach Heap, change them in Braze.",
  };
}

/** Why an identity, or the time of an event, must not reach Heap. */
const FAULTS: readonly { reason: RegExp; because: string; meaning: string; next: string }[] = [
  {
    reason: /^a placeholder/,
    because: "The identity is a placeholder, not a person",
    meaning: "Heap did not get it: all users with this value would have become one user there.",
    next: "Check in Braze why this user has this value. “[REDACTED]” means that the field is removed from the Current: allow it there. If it is a person after all, allow it in the source’s settings in Setup and replay the event.",
  },
  {
    reason: /^the user of Braze's samples/,
    because: "It comes from Braze’s samples",
    meaning: "Heap did not get it: it is not about a real person.",
    next: "Nothing to do: it comes from a test in Braze or from its published samples.",
  },
  {
    reason: /^from the future/,
    because: "Its time is more than a day ahead",
    meaning: "Heap did not get it: its charts would show something that has not happened yet.",
    next: "Nothing to do for a test: Braze’s samples are from the year 2034. Otherwise find out which clock is wrong. Once that time has passed, the event can be replayed.",
  },
  {
    reason: /^empty$/,
    because: "The identity is empty",
    meaning: "Heap did not get it: all users with an empty identity would have become one user there.",
    next: "Make sure the customer’s app does not set an empty ID in Braze.",
  },
  {
    reason: /^longer than/,
    because: "The identity is too long for Heap",
    meaning: "Heap did not get it: shortened to Heap’s limit, two users could have become one.",
    next: "Use a shorter ID in Braze, or choose the other ID under “Identity in Heap” in Setup.",
  },
  {
    reason: /^has characters/,
    because: "The identity has characters that cannot be stored",
    meaning: "Heap did not get it: with the characters removed, two users could have become one.",
    next: "Correct the user’s ID in Braze.",
  },
];

/** "is “none”, a placeholder", "is empty", "has characters that cannot be stored". */
function faultWords(reason: string, identity: string | null): string {
  const isVerb = reason.startsWith("has ");
  if (identity) return `is “${identity}”, ${isVerb ? `which ${reason}` : reason}`;
  return isVerb ? reason : `is ${reason}`;
}

/** Braze's own event, whole, of a workspace whose users are not those of this Heap environment. */
const FROM_ANOTHER_WORKSPACE: Explanation = {
  because: "It comes from another Braze workspace",
  happened:
    "It was quarantined: it does not come from the same Braze workspace as the source’s first events.",
  meaning: "Heap did not get it: users of two workspaces would have been mixed up there.",
  next: "Create a separate source for the second workspace. If the customer has moved to it permanently, forget the old workspace in Setup, then replay the event.",
};

/** What to do about an event that costs too much, by its reason. */
const COSTLY: ReadonlyMap<string | null, string> = new Map([
  [
    TOO_MANY_VALUES,
    "Ask the customer why this event is so large, and to send fewer properties with it. New ones then go through; this one stays in quarantine.",
  ],
  [
    NAMES_TOO_LONG,
    "Ask the customer to shorten the names of its properties, or use fewer property rules in Setup. With fewer rules this event can be replayed.",
  ],
]);

function explainCostly(reason: string, next: string): Explanation {
  return {
    because: `Its properties have ${reason}`,
    happened: `It was quarantined: its properties have ${reason}.`,
    meaning: "Heap did not get it. The other events of the same request were not affected.",
    next,
  };
}

const UNREADABLE: Explanation = {
  because: "Its stored request cannot be read",
  happened: "It was quarantined: the request that it came in cannot be read back from the database.",
  meaning: "Heap did not get it. Other requests were not affected.",
  next: "Give the batch ID to the operator of Tributary. Once the cause is fixed, replay the event.",
};

function explainQuarantined({ field, reason, identity }: Explained): Explanation {
  if (reason === UNREADABLE_REQUEST) return UNREADABLE;
  if (field === APP_GROUP_FIELD) return FROM_ANOTHER_WORKSPACE;
  const costly = COSTLY.get(reason);
  if (reason !== null && costly) return explainCostly(reason, costly);
  const fault = FAULTS.find((one) => reason !== null && one.reason.test(reason));
  if (fault && field === "time") {
    const happened = "It was quarantined: its time is more than a day ahead.";
    return { because: fault.because, happened, meaning: fault.meaning, next: fault.next };
  }
  if (fault && field?.startsWith("user.")) {
    return {
      because: `${fault.because} (${field})`,
      happened: `It was quarantined: ${field} ${faultWords(reason ?? "", identity)}.`,
      meaning: fault.meaning,
      next: fault.next,
    };
  }
  const where = field && field !== "event" ? field : "The event";
  return {
    because: `${where}: ${reason ?? "cannot be read"}`,
    happened: `It was quarantined because it cannot be read. ${where}: ${reason ?? "cannot be read"}.`,
    meaning: "Heap did not get it. The other events of the same request were not affected.",
    next: "Braze’s own events do not look like this. Find out what sent it, such as a test script that uses this endpoint’s URL.",
  };
}
