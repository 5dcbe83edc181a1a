import { expect, test } from "vitest";
import type { DestinationFacts, RefusalFacts, SegmentFacts, SourceFacts } from "./alert-facts";
import { evaluateAlerts } from "./evaluate-alerts";

const now = new Date("2026-11-24T13:00:00Z");
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const hoursAgo = (hours: number) => minutesAgo(hours * 60);

const source: SourceFacts = {
  customerId: "c",
  customerState: "live",
  sourceId: "s",
  name: "Currents",
  heapAppId: "7",
  isPaused: false,
  heapFailures: 0,
  appRefused: null,
  failing: null,
  lastBatchAt: minutesAgo(1),
  rhythm: null,
  lately: { recorded: 0, quarantined: 0 },
  topReason: null,
  mixed: null,
  setAside: null,
  refusal: null,
  identityField: "external_user_id",
  overlap: null,
};

const destination: DestinationFacts = {
  customerId: "c",
  customerState: "live",
  destinationId: "d",
  name: "Main",
  isPaused: false,
  hasWebhookSecret: true,
  lastPageAt: hoursAgo(1),
  isKeyRefused: false,
  refusal: null,
  segments: [],
  untaken: [],
  unknownActions: null,
};

const untaken = (entries: number, without: number) => [
  { segmentId: "g", name: "Trial", entries, untaken: without, shape: '{"id":""}' },
];

const segment: SegmentFacts = {
  segmentId: "g",
  name: "Trial",
  isRecurring: true,
  nextSyncAt: minutesAgo(-60),
  lastPageAt: hoursAgo(1),
  owed: 0,
  sync: null,
};

const sync: NonNullable<SegmentFacts["sync"]> = {
  state: "running",
  requestedAt: hoursAgo(1),
  finishedAt: null,
  aliveAt: minutesAgo(1),
  failedAttempts: 0,
  fruitlessSince: minutesAgo(50),
  error: null,
};

const refusal: RefusalFacts = {
  at: minutesAgo(60),
  status: 401,
  reason: "No.",
  hint: "x7Qa",
  acceptedAt: hoursAgo(2),
};

const appRefused = { since: hoursAgo(2).toISOString(), words: "unknown app_id", pendingEvents: 1_200 };
const failing = { since: hoursAgo(2), pendingEvents: 1_200, status: 503, words: "Sorry" };
const steady = { longestSilenceSeconds: 600, knownSeconds: 20 * 86_400 };

function kindsOf(found: { sources?: SourceFacts[]; destinations?: DestinationFacts[] }): string[] {
  return evaluateAlerts({ sources: [], destinations: [], ...found }, now).map(({ kind }) => kind);
}

test.each<[string, Partial<SourceFacts>, string[]]>([
  ["a source that flows", {}, []],
  ["two failures in a row", { heapFailures: 2, failing }, []],
  ["three failures in a row", { heapFailures: 3, failing }, ["deliveries_failing"]],
  [
    "failures of its app while it has nothing to send",
    { heapFailures: 9, failing: { ...failing, pendingEvents: 0 } },
    [],
  ],
  ["an app id that Heap refuses", { heapFailures: 9, failing, appRefused }, ["heap_app_refused"]],
  ["the same with nothing to send", { appRefused: { ...appRefused, pendingEvents: 0 } }, []],
  ["the same while it is paused", { appRefused, isPaused: true }, []],
  ["failures while it is paused", { heapFailures: 9, failing, isPaused: true }, []],

  ["silence of an evening", { lastBatchAt: hoursAgo(5), rhythm: steady }, []],
  [
    "silence of a night in a source that never rests",
    { lastBatchAt: hoursAgo(7), rhythm: steady },
    ["no_events"],
  ],
  [
    "silence of a night in one that rests at night",
    { lastBatchAt: hoursAgo(11), rhythm: { ...steady, longestSilenceSeconds: 10 * 3_600 } },
    [],
  ],
  [
    "silence of a day in one that rests at night",
    { lastBatchAt: hoursAgo(16), rhythm: { ...steady, longestSilenceSeconds: 10 * 3_600 } },
    ["no_events"],
  ],
  [
    "silence of half a day in a new one",
    { lastBatchAt: hoursAgo(12), rhythm: { ...steady, knownSeconds: 86_400 } },
    [],
  ],
  [
    "silence of a day in a new one",
    { lastBatchAt: hoursAgo(25), rhythm: { ...steady, knownSeconds: 86_400 } },
    ["no_events"],
  ],
  ["silence of one that never had an event", { lastBatchAt: null }, []],
  ["silence of a paused one", { lastBatchAt: hoursAgo(90), rhythm: steady, isPaused: true }, []],
  [
    "silence before the customer is live",
    { lastBatchAt: hoursAgo(90), rhythm: steady, customerState: "onboarding" },
    [],
  ],

  ["a few quarantined events", { lately: { recorded: 100, quarantined: 19 } }, []],
  ["a small share quarantined", { lately: { recorded: 100_000, quarantined: 4_999 } }, []],
  ["a large share quarantined", { lately: { recorded: 400, quarantined: 20 } }, ["quarantine_share"]],
  ["a large share while it is paused", { lately: { recorded: 400, quarantined: 20 }, isPaused: true }, []],

  ["events of a second workspace", { mixed: { events: 3, appGroupId: "one" } }, ["workspaces_mixed"]],
  ["a batch set aside", { setAside: { batches: 1, events: 5, lastBatchId: "b" } }, ["batch_set_aside"]],
  [
    "a batch set aside of a paused one",
    { setAside: { batches: 2, events: 9, lastBatchId: "b" }, isPaused: true },
    ["batch_set_aside"],
  ],

  ["a refused request and none accepted since", { refusal }, ["currents_refused"]],
  [
    "a refused request and nothing accepted ever",
    { refusal: { ...refusal, acceptedAt: null } },
    ["currents_refused"],
  ],
  ["a refused request, then an accepted one", { refusal: { ...refusal, acceptedAt: minutesAgo(30) } }, []],
  [
    "a refusal just now beside accepted ones",
    { refusal: { ...refusal, at: minutesAgo(2), acceptedAt: minutesAgo(1) } },
    ["currents_refused"],
  ],
  [
    "a refusal while the source is paused, which loses events too",
    { refusal, isPaused: true },
    ["currents_refused"],
  ],
  ["an unreadable body an hour ago", { refusal: { ...refusal, status: 400 } }, []],
])("%s", (_words, facts, kinds) => {
  expect(kindsOf({ sources: [{ ...source, ...facts }] })).toEqual(kinds);
});

test.each<[string, Partial<DestinationFacts>, Partial<SegmentFacts>, string[]]>([
  ["a segment at rest", {}, {}, []],
  ["a sync half an hour late", {}, { nextSyncAt: minutesAgo(31) }, ["sync_overdue"]],
  ["a sync a few minutes late", {}, { nextSyncAt: minutesAgo(20) }, []],
  ["a sync late in a paused destination", { isPaused: true }, { nextSyncAt: minutesAgo(90) }, []],
  ["a sync that lies still", {}, { sync: { ...sync, aliveAt: minutesAgo(40) } }, ["sync_overdue"]],
  [
    "a manual one that lies still",
    {},
    { isRecurring: false, sync: { ...sync, aliveAt: minutesAgo(40) } },
    [],
  ],

  ["members owed while a sync moves", {}, { owed: 9, sync }, []],
  [
    "members owed, and Braze accepts nothing",
    {},
    { owed: 9, sync: { ...sync, failedAttempts: 3 } },
    ["owed_stuck"],
  ],
  [
    "the same for ten minutes",
    {},
    { owed: 9, sync: { ...sync, failedAttempts: 3, fruitlessSince: minutesAgo(10) } },
    [],
  ],
  [
    "a failed sync that left members owed",
    {},
    { owed: 9, sync: { ...sync, state: "failed", finishedAt: minutesAgo(1) } },
    ["owed_stuck"],
  ],
  [
    "a failed sync after which nothing is owed",
    {},
    { sync: { ...sync, state: "failed", finishedAt: minutesAgo(1) } },
    [],
  ],
  [
    "a failed sync of which the refused key tells",
    { isKeyRefused: true },
    { owed: 9, sync: { ...sync, state: "failed" } },
    [],
  ],
  ["members owed without a sync for a while", {}, { owed: 9, lastPageAt: hoursAgo(5) }, []],
  ["members owed without a sync for long", {}, { owed: 9, lastPageAt: hoursAgo(7) }, ["owed_stuck"]],
  ["members owed in a paused destination", { isPaused: true }, { owed: 9, lastPageAt: hoursAgo(7) }, []],

  ["pages without a webhook secret", { hasWebhookSecret: false }, {}, ["webhook_unsigned"]],
  ["no page and no webhook secret", { hasWebhookSecret: false, lastPageAt: null }, {}, []],
  ["a page of which nobody has an id", { untaken: untaken(3, 3) }, {}, ["users_without_id"]],
  ["many without an id", { untaken: untaken(100, 10) }, {}, ["users_without_id"]],
  ["a small share without an id", { untaken: untaken(1_000, 99) }, {}, []],
  ["a few without an id", { untaken: untaken(20, 9) }, {}, []],
  [
    "an action that is not known",
    { unknownActions: { pages: 1, action: "segment.renamed", lastAt: hoursAgo(1) } },
    {},
    ["unknown_action"],
  ],
  ["pages with a wrong signature", { refusal: { ...refusal, status: 403 } }, {}, ["pages_refused"]],
])("%s", (_words, facts, ofSegment, kinds) => {
  const facts2 = { ...destination, ...facts, segments: [{ ...segment, ...ofSegment }] };
  expect(kindsOf({ destinations: [facts2] })).toEqual(kinds);
});

test("a failing source says since when, Heap's message, what waits, and that nothing is lost", () => {
  const [alert] = evaluateAlerts(
    { sources: [{ ...source, heapFailures: 4, failing }], destinations: [] },
    now,
  );
  expect(alert).toMatchObject({
    customerId: "c",
    sourceId: "s",
    subject: "s",
    message: "Heap has accepted nothing from “Currents” since 24 Nov 2026, 11:00 UTC. 1,200 events wait.",
    cause: 'Heap answered 503: "Sorry"',
  });
  expect(alert?.nextAction).toMatch(/Nothing is lost.*Braze is not affected/);
});

test("a refusal that only a person can fix says what to check", () => {
  const wrongApp = { ...failing, status: 404 };
  const [alert] = evaluateAlerts(
    { sources: [{ ...source, heapFailures: 4, failing: wrongApp }], destinations: [] },
    now,
  );
  expect(alert?.nextAction).toMatch(/^Check the Heap app ID 7/);
});

test("many stuck segments of a destination are one alert, with the largest as its sample", () => {
  const failed = {
    ...sync,
    state: "failed",
    finishedAt: hoursAgo(3),
    error: "Braze does not know the address.",
  } as const;
  const segments = [1, 2, 3].map((n) => ({
    ...segment,
    segmentId: `g${n}`,
    name: `S${n}`,
    owed: n * 1_000,
    sync: failed,
  }));
  const found = evaluateAlerts({ sources: [], destinations: [{ ...destination, segments }] }, now);
  expect(found).toMatchObject([
    {
      kind: "owed_stuck",
      subject: "d",
      segmentId: undefined,
      message:
        "“Main” owes Braze 6,000 members of 3 segments, and Braze has accepted none of them since 24 Nov 2026, 10:00 UTC.",
      cause: "Braze does not know the address.",
      sample: "“S3” owes 3,000 members.",
    },
  ]);
});

test("users without an id are one alert, about the segment with most of them, with what they look like", () => {
  const other = { segmentId: "h", name: "Paying", entries: 900, untaken: 800, shape: '{"id":null}' };
  const found = evaluateAlerts(
    { sources: [], destinations: [{ ...destination, untaken: [...untaken(500, 500), other] }] },
    now,
  );
  expect(found).toMatchObject([
    {
      kind: "users_without_id",
      subject: "d",
      segmentId: undefined,
      message:
        "Heap sends users without a value in the chosen property to “Main”: 800 of 900 entries in the newest change of “Paying” name nobody. So it is in 1 other segment.",
      cause: 'Most of them look like {"id":null}',
    },
  ]);
});
