import type { DataCentre } from "../data-centre";
import { FixedWindow } from "../fixed-window";
import { SlidingWindow } from "../sliding-window";
import { type Attribute, emptyMembership, type Membership, type TrackedObject } from "./membership";

/** Braze's cohort endpoints allow 250,000 requests an hour (Partner cohort import page). */
const COHORT_CALLS_PER_HOUR = 250_000;
/** `/users/export/ids` allows 250 requests a minute to companies onboarded since August 2024. */
const EXPORT_CALLS_PER_MINUTE = 250;
/** `/users/track` allows 3,000 requests each 3 seconds (User track page); some plans have a limit by the hour. */
const TRACK_CALLS = 3_000;
const TRACK_WINDOW_MS = 3_000;
/** Normally what was sent shows after 10 to 100 ms (API limits page). */
const APPLY_AFTER_MS = 100;

/** Which external ids have a profile in the workspace, or which devices one without an external id. */
export type KnownUsers = { all: true } | { pattern: string } | { userIds: string[] };

/** A cohort as Braze would hold it. */
export type Cohort = Membership & {
  id: string;
  /** Null until a call names the cohort. */
  name: string | null;
  createdAt: string | null;
  /** Every name it ever had, in order. */
  names: string[];
};

/**
 * How a call with a poisoned id is answered: 400 for the whole of it, or 201 without these ids and with `errors` that name
 * them by their index, as /users/track does, in words, or not at all.
 */
export const POISON_ANSWERS = ["400", "index", "words", "unnamed"] as const;
type PoisonAnswer = (typeof POISON_ANSWERS)[number];

/**
 * How /users/track says when its limit is new again: the moment, a moment in the past (its page says that this means no wait),
 * or after a 429 only the seconds to wait, as RudderStack observed.
 */
export const RESET_HEADERS = ["moment", "past", "retry_after"] as const;
type ResetHeader = (typeof RESET_HEADERS)[number];

/**
 * Which of several users who have one email address or phone number /users/track changes: by its page the one that was updated last, of
 * those who have an external id, if any. It says so of email addresses only, so a workspace may also change all.
 */
export const SHARED_ANSWERS = ["latest", "all"] as const;
type SharedAnswer = (typeof SHARED_ANSWERS)[number];

export type Workspace = {
  key: string;
  /** Its keys get 401 in the other one. */
  dataCentre: DataCentre;
  /** False: Braze answers that the partner is not enabled for this client. */
  enabled: boolean;
  /** False: its REST API key lacks the permission to export users. */
  mayExport: boolean;
  /** False: its REST API key lacks the permission to delete users. */
  mayDelete: boolean;
  /** False: its REST API key lacks the permission to track users. */
  mayTrack: boolean;
  /** Braze's ids of users that were deleted. */
  deleted: Set<string>;
  isKnown: (userId: string) => boolean;
  /** Whether a device is an anonymous user's: one of an identified user is ignored silently. */
  isKnownDevice: (deviceId: string) => boolean;
  /** A call that holds one of these ids is refused, as `poisonAnswer` says. */
  poison: Set<string>;
  poisonAnswer: PoisonAnswer;
  /** True: members of a cohort that was never named are refused with 400. Braze does not say whether it does this. */
  needsName: boolean;
  /** True: a call for a cohort gets 423 while another one is in progress. Braze does not say whether it does this. */
  locks: boolean;
  cohorts: Map<string, Cohort>;
  attributes: Map<string, Attribute>;
  /** What /users/track received and is not applied yet, in this order. */
  tracked: TrackedObject[];
  applyAfterMs: number;
  resetHeader: ResetHeader;
  /** Email addresses and phone numbers that several users have: their external ids, the one updated last at the end. */
  shared: Map<string, string[]>;
  sharedAnswer: SharedAnswer;
  calls: number;
  cohortBudget: SlidingWindow;
  exportBudget: SlidingWindow;
  trackBudget: FixedWindow;
};

export function createWorkspace(key: string, dataCentre: DataCentre): Workspace {
  return {
    key,
    dataCentre,
    enabled: true,
    mayExport: true,
    mayDelete: true,
    mayTrack: true,
    deleted: new Set(),
    isKnown: () => true,
    isKnownDevice: () => true,
    poison: new Set(),
    poisonAnswer: "400",
    needsName: false,
    locks: false,
    cohorts: new Map(),
    attributes: new Map(),
    tracked: [],
    applyAfterMs: APPLY_AFTER_MS,
    resetHeader: "moment",
    shared: new Map(),
    sharedAnswer: "latest",
    calls: 0,
    cohortBudget: new SlidingWindow(COHORT_CALLS_PER_HOUR, 3_600_000),
    exportBudget: new SlidingWindow(EXPORT_CALLS_PER_MINUTE, 60_000),
    trackBudget: new FixedWindow(TRACK_CALLS, TRACK_WINDOW_MS),
  };
}

/**
 * Turns a description of the known users into a test of one id. @throws SyntaxError when the pattern is not a regular
 * expression
 */
export function knownUserTest(known: KnownUsers): (userId: string) => boolean {
  if ("pattern" in known) {
    const pattern = new RegExp(known.pattern);
    return (userId) => pattern.test(userId);
  }
  if ("userIds" in known) {
    const userIds = new Set(known.userIds);
    return (userId) => userIds.has(userId);
  }
  return () => true;
}

/** Finds a cohort or adds an empty one without a name. */
export function cohortOf(workspace: Workspace, cohortId: string): Cohort {
  const existing = workspace.cohorts.get(cohortId);
  if (existing) return existing;

  const cohort: Cohort = { ...emptyMembership(), id: cohortId, name: null, createdAt: null, names: [] };
  workspace.cohorts.set(cohortId, cohort);
  return cohort;
}
