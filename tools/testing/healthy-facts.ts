import type {
  DestinationFacts,
  RefusalFacts,
  SegmentFacts,
  SourceFacts,
} from "@/lib/insight/alerts/alert-facts";
import { evaluateAlerts } from "@/lib/insight/alerts/evaluate-alerts";

/** The time of every alert test: a Tuesday at noon and an hour, UTC. */
export const now = new Date("2026-11-24T13:00:00Z");
/** The time so many minutes before `now`. */
export const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
/** The time so many hours before `now`. */
export const hoursAgo = (hours: number) => minutesAgo(hours * 60);

/** A source without trouble. */
export const source: SourceFacts = {
  customerId: "c",
  customerState: "live",
  sourceId: "s",
  name: "Currents",
  heapAppId: "7",
  isPaused: false,
  heapFailures: 0,
  appRefused: null,
  deletions: null,
  failing: null,
  lastBatchAt: minutesAgo(1),
  rhythm: null,
  lately: { recorded: 0, quarantined: 0 },
  quarantineFrom: { count: 20, percent: 5 },
  topReason: null,
  refusedProperties: null,
  mixed: null,
  setAside: null,
  newTypes: null,
  refusal: null,
  identityField: "external_user_id",
  overlap: null,
};

/** A destination without trouble. */
export const destination: DestinationFacts = {
  customerId: "c",
  customerState: "live",
  destinationId: "d",
  name: "Main",
  isPaused: false,
  hasWebhookSecret: true,
  lastPageAt: hoursAgo(1),
  isKeyRefused: false,
  callLimit: null,
  refusal: null,
  segments: [],
  members: { wanted: 0, refused: 0, unfit: 0 },
  refusedFrom: { count: 20, percent: 5 },
  otherEnvironment: null,
  untaken: [],
  unknownActions: null,
};

/** A segment at rest. */
export const segment: SegmentFacts = {
  segmentId: "g",
  name: "Trial",
  isRecurring: true,
  nextSyncAt: minutesAgo(-60),
  lastPageAt: hoursAgo(1),
  owed: 0,
  sync: null,
};

/** A sync that moves. */
export const sync: NonNullable<SegmentFacts["sync"]> = {
  state: "running",
  requestedAt: hoursAgo(1),
  finishedAt: null,
  aliveAt: minutesAgo(1),
  failedAttempts: 0,
  fruitlessSince: minutesAgo(50),
  error: null,
  failed: null,
};

/** A refused request of an hour ago. */
export const refusal: RefusalFacts = {
  at: minutesAgo(60),
  status: 401,
  reason: "No.",
  hint: "x7Qa",
  acceptedAt: hoursAgo(2),
  againAt: null,
};

/** The kinds of alert these facts open, in order. */
export function kindsOf(found: { sources?: SourceFacts[]; destinations?: DestinationFacts[] }): string[] {
  return evaluateAlerts({ sources: [], destinations: [], ...found }, now).map(({ kind }) => kind);
}
