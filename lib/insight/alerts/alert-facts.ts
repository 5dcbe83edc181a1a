import type { CallLimit } from "@/lib/cohorts/syncs/time-under-limit";
import type { OverlapFacts } from "@/lib/insight/identity-overlaps/overlap-facts";
import type { CustomerState, IdentityField, NewTypes } from "@/prisma/generated/enums";

/** The last request from a vendor that an endpoint refused, and the last one accepted. */
export interface RefusalFacts {
  at: Date;
  status: number;
  reason: string;
  /** Last characters of the address used. */
  hint: string;
  acceptedAt: Date | null;
  /** The last refusal that came although something had been accepted since the one before it. */
  againAt: Date | null;
}

/** The number, and the share in percent, that must both be reached before something is more than a few odd ones. */
export interface Threshold {
  count: number;
  percent: number;
}

/** Values of user properties that Heap refused in the last 24 hours. */
interface RefusedPropertyFacts {
  values: number;
  /** Those that it accepted in that time, counted no further than matters. */
  accepted: number;
  /** Failed calls in a row. */
  failures: number;
  /** Heap's words about the latest refusal. @neverNull they mark the values that are counted */
  words: string;
}

/** What the alerts need to know about a source. */
export interface SourceFacts {
  customerId: string;
  customerState: CustomerState;
  sourceId: string;
  name: string;
  heapAppId: string;
  /** It or its customer is paused: what arrives is kept, nothing is sent on. */
  isPaused: boolean;
  /** Failed calls to Heap in a row. */
  heapFailures: number;
  /** While Heap refuses everything for its app id. */
  appRefused: { since: string; words: string; pendingEvents: number } | null;
  /** While calls fail. */
  failing: {
    since: Date | null;
    pendingEvents: number;
    status: number | null;
    words: string | null;
  } | null;
  /** Received from Braze; does not count simulated batches. */
  lastBatchAt: Date | null;
  /** For a source that has been silent for long: its longest silence before that, and since when it is known. */
  rhythm: { longestSilenceSeconds: number; knownSeconds: number } | null;
  /** Events with an outcome in the batches of the last 24 hours. */
  lately: { recorded: number; quarantined: number };
  /** From when on its customer wants to be told of quarantined events. */
  quarantineFrom: Threshold;
  /** For a source with many quarantined events: the most frequent reason. */
  topReason: {
    reason: string | null;
    field: string | null;
    count: number;
    of: number;
    type: string | null;
  } | null;
  /** While Heap refuses values of user properties. */
  refusedProperties: RefusedPropertyFacts | null;
  /** Events of the last 24 hours that came from another Braze workspace than the source's. */
  mixed: { events: number; appGroupId: string | null } | null;
  /** Requests of the last seven days that could not be read again, if any. */
  setAside: { batches: number; events: number; lastBatchId: string; lastAt: string } | null;
  /** Requests to delete a user that are not over, if any: when the first of them must be, and how many failed. */
  deletions: { unfinished: number; open: number; failed: number; dueAt: Date; isLate: boolean } | null;
  /** Event types that it has sent, that we do not know and nobody has decided about, the newest first, if any; and what they become. */
  newTypes: { types: string[]; count: number; heldEvents: number; rule: NewTypes } | null;
  refusal: RefusalFacts | null;
  identityField: IdentityField;
  /** Its identities compared with the members of Heap's segments, as last measured. */
  overlap: OverlapFacts | null;
}

/** A segment that is not off and owes Braze something, or is late. */
export interface SegmentFacts {
  segmentId: string;
  name: string;
  isRecurring: boolean;
  nextSyncAt: Date | null;
  lastPageAt: Date | null;
  owed: number;
  /** Its newest sync. */
  sync: {
    state: "queued" | "running" | "succeeded" | "succeeded_with_errors" | "failed" | "cancelled";
    requestedAt: Date;
    finishedAt: Date | null;
    /** Last sign of life, or when it plans to continue. */
    aliveAt: Date;
    failedAttempts: number;
    /** Since it began, or since Braze last accepted something. */
    fruitlessSince: Date;
    error: string | null;
    /** How often in a row the segment's syncs have failed with these words, and since when. */
    failed: { times: number; since: string } | null;
  } | null;
}

/** A segment, not off, in whose newest change from Heap some users had no usable ID. */
export interface UntakenFacts {
  segmentId: string;
  name: string;
  /** Entries in that change, and those without a usable ID. */
  entries: number;
  untaken: number;
  /** What most of these look like, masked; null when their pages are gone. */
  shape: string | null;
}

/** What the alerts need to know about a destination. */
export interface DestinationFacts {
  customerId: string;
  customerState: CustomerState;
  destinationId: string;
  name: string;
  isPaused: boolean;
  hasWebhookSecret: boolean;
  lastPageAt: Date | null;
  /** Braze refuses its key, which is already an alert. */
  isKeyRefused: boolean;
  /** By attribute: what Braze last reported of its limit of calls. */
  callLimit: CallLimit | null;
  refusal: RefusalFacts | null;
  segments: SegmentFacts[];
  /** Members of its segments that Heap wants in Braze, and those refused; `unfit` of these were not sent at all. */
  members: { wanted: number; refused: number; unfit: number };
  /** From when on its customer wants to be told of refused members. */
  refusedFrom: Threshold;
  /** Pages from another Heap environment than expected, if any: the last of them, and how many right ones came since. */
  otherEnvironment: { at: Date; rightSince: number } | null;
  untaken: UntakenFacts[];
  /** Requests of the last seven days with an action that we do not know, if any. */
  unknownActions: { pages: number; action: string; lastAt: Date } | null;
}

/** What is known about all customers that are not archived. */
export interface AlertFacts {
  sources: SourceFacts[];
  destinations: DestinationFacts[];
}
