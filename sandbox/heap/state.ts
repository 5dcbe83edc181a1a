import type { DataCentre } from "../data-centre";
import { SlidingWindow } from "../sliding-window";
import { Violations } from "../violations";
import type { HeapDeletion } from "./heap-deletion";

/** Bulk track: events a minute for one app (Bulk Track page). */
const APP_EVENTS_PER_MINUTE = 15_000;
/** Events kept per app for viewing. */
export const LAST_EVENTS_KEPT = 100;

/** One event as stored, with the field names of Heap's API. */
type StoredEvent = Record<string, unknown>;

/** One Heap environment: what it received and what it stored. */
export type HeapApp = {
  appId: string;
  /** Where its data is: where its first events came, unless it was told before. The other data centre does not know it. */
  dataCentre: DataCentre | null;
  calls: number;
  eventsReceived: number;
  eventsStored: number;
  /** Events whose idempotency key was already known; they changed nothing. */
  repeats: number;
  /** Calls answered 400 and 429. */
  refusedCalls: number;
  limitedCalls: number;
  /** Idempotency keys seen. The first event with a key wins. */
  keys: Set<string>;
  /** Identities, each of which is a Heap user. */
  identities: Set<string>;
  /** Properties of users, by identity. */
  users: Map<string, Record<string, string | number>>;
  /** Calls and users of `add_user_properties` that were accepted. */
  propertyCalls: number;
  usersWritten: number;
  /** Stored events by name. */
  names: Map<string, number>;
  lastEvents: StoredEvent[];
  /** Events with one of these identities or keys are refused with 400. */
  poisonIdentities: Set<string>;
  poisonKeys: Set<string>;
  /** Heap does not know this app id: everything is refused with 400. */
  isUnknown: boolean;
  /** Identities that were deleted on request. */
  deleted: Set<string>;
  budget: SlidingWindow;
  /** Budgets by identity, for bulk and for single calls. */
  identityBudgets: Map<string, SlidingWindow>;
  singleBudgets: Map<string, SlidingWindow>;
};

/** The app ids that exist, by data centre, and how every other one is refused: Heap does not say whether with 400 or 404. */
export type KnownApps = { dataCentres: ReadonlyMap<string, DataCentre>; refusal: 400 | 404 };

export type HeapState = {
  apps: Map<string, HeapApp>;
  /** Null: every app id exists. */
  knownApps: KnownApps | null;
  limitsOn: boolean;
  violations: Violations;
  /** Tokens of the deletion API, and the requests it took. */
  tokens: Map<string, { appId: string; validUntilMs: number }>;
  deletions: Map<string, HeapDeletion>;
  /** How often a new deletion says `pending` before it is complete. */
  pendingAnswers: number;
};

export function createHeapState(): HeapState {
  return {
    apps: new Map(),
    knownApps: null,
    limitsOn: true,
    violations: new Violations(),
    tokens: new Map(),
    deletions: new Map(),
    pendingAnswers: 1,
  };
}

/** Finds or opens an app. Unless it was told which exist, any number works. */
export function appOf(heap: HeapState, appId: string): HeapApp {
  const existing = heap.apps.get(appId);
  if (existing) return existing;

  const app: HeapApp = {
    appId,
    dataCentre: null,
    calls: 0,
    eventsReceived: 0,
    eventsStored: 0,
    repeats: 0,
    refusedCalls: 0,
    limitedCalls: 0,
    keys: new Set(),
    identities: new Set(),
    users: new Map(),
    propertyCalls: 0,
    usersWritten: 0,
    names: new Map(),
    lastEvents: [],
    poisonIdentities: new Set(),
    poisonKeys: new Set(),
    isUnknown: false,
    deleted: new Set(),
    budget: new SlidingWindow(APP_EVENTS_PER_MINUTE, 60_000),
    identityBudgets: new Map(),
    singleBudgets: new Map(),
  };
  heap.apps.set(appId, app);
  return app;
}
