import { expect, test } from "vitest";
import {
  destination,
  hoursAgo,
  kindsOf,
  minutesAgo,
  now,
  refusal,
  segment,
  sync,
} from "@/tools/testing/healthy-facts";
import type { DestinationFacts, SegmentFacts } from "./alert-facts";
import { evaluateAlerts } from "./evaluate-alerts";

const untaken = (entries: number, without: number) => [
  { segmentId: "g", name: "Trial", entries, untaken: without, shape: '{"id":""}' },
];

/** Nothing of this window is left to syncs, and 90 calls of the next. */
const callLimit = { most: 100, remaining: 10, endsInSeconds: 600, windowSeconds: 3_600 };

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
  ["members whom Braze’s limit lets through within the hour", { callLimit }, { owed: 90 * 75, sync }, []],
  ["more members than that", { callLimit }, { owed: 91 * 75, sync }, ["braze_limit_used"]],
  ["more in a paused destination", { callLimit, isPaused: true }, { owed: 91 * 75, sync }, []],
  [
    "members owed, and Braze accepts nothing",
    {},
    { owed: 9, sync: { ...sync, failedAttempts: 3 } },
    ["pushes_failing"],
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

  ["a few refused members", { members: { wanted: 100, refused: 19, unfit: 0 } }, {}, []],
  ["a small share of refused members", { members: { wanted: 10_000, refused: 499, unfit: 0 } }, {}, []],
  ["many refused members", { members: { wanted: 400, refused: 20, unfit: 0 } }, {}, ["members_refused"]],
  [
    "many of a paused destination",
    { members: { wanted: 400, refused: 20, unfit: 0 }, isPaused: true },
    {},
    [],
  ],
  [
    "a page from another Heap environment",
    { otherEnvironment: { at: hoursAgo(1), rightSince: 19 } },
    {},
    ["id_token_changed"],
  ],
  ["the same after twenty right pages", { otherEnvironment: { at: hoursAgo(1), rightSince: 20 } }, {}, []],

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

test("many stuck segments of a destination are one alert, with the largest as its sample", () => {
  const failed = {
    ...sync,
    state: "failed",
    finishedAt: hoursAgo(3),
    error: "Braze does not know the address.",
    failed: { times: 20, since: hoursAgo(9).toISOString() },
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
        "“Main” has 6,000 members to sync in 3 segments, and Braze has accepted none of them since 24 Nov 2026, 10:00 UTC.",
      cause: "Braze does not know the address. It has failed 20 times since 24 Nov 2026, 04:00 UTC.",
      sample: "“S3” has 3,000 members to sync.",
    },
  ]);
});

test("members that were not sent are not said to be refused by Braze", () => {
  const messageOf = (unfit: number, wanted = 400) => {
    const members = { wanted, refused: 20, unfit };
    return evaluateAlerts({ sources: [], destinations: [{ ...destination, members }] }, now)[0]?.message;
  };
  expect(messageOf(0)).toBe("Braze refused 20 members of “Main”, 5% of those in Heap. The others are sent.");
  expect(messageOf(0, 20)).toBe("Braze refused 20 members of “Main”, 100% of those in Heap.");
  expect(messageOf(20)).toBe(
    "20 members of “Main” are refused, 5% of those in Heap: 20 members were not sent, because their ID is not an email address or phone number. The others are sent.",
  );
  expect(messageOf(15)).toContain(
    "Braze refused 5 members, and 15 more were not sent, because their ID is not an email address or phone number.",
  );
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
        "Heap sends users without a value in the chosen property to “Main”: 800 of 900 entries in the latest change to “Paying” name nobody. The same is true of 1 other segment.",
      cause: 'Most of them look like {"id":null}',
    },
  ]);
});
