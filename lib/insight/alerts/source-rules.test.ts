import { expect, test } from "vitest";
import { hoursAgo, kindsOf, minutesAgo, now, refusal, source } from "@/tools/testing/healthy-facts";
import type { SourceFacts } from "./alert-facts";
import { evaluateAlerts } from "./evaluate-alerts";

const appRefused = { since: hoursAgo(2).toISOString(), words: "unknown app_id", pendingEvents: 1_200 };
const failing = { since: hoursAgo(2), pendingEvents: 1_200, status: 503, words: "Sorry" };
const refusedProperties = { values: 3, accepted: 58, failures: 0, words: "property id is not allowed" };
const steady = { longestSilenceSeconds: 600, knownSeconds: 20 * 86_400 };

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
  [
    "the same share of a customer that wants to know of more only",
    { lately: { recorded: 400, quarantined: 20 }, quarantineFrom: { count: 21, percent: 5 } },
    [],
  ],
  [
    "a single one of a customer that wants to know of each",
    { lately: { recorded: 100_000, quarantined: 1 }, quarantineFrom: { count: 1, percent: 0 } },
    ["quarantine_share"],
  ],
  ["a large share while it is paused", { lately: { recorded: 400, quarantined: 20 }, isPaused: true }, []],

  ["a small share of user properties refused", { refusedProperties }, []],
  [
    "a large share of them",
    { refusedProperties: { ...refusedProperties, accepted: 56 } },
    ["user_properties_refused"],
  ],
  [
    "a small share, and now every call",
    { refusedProperties: { ...refusedProperties, failures: 3 } },
    ["user_properties_refused"],
  ],
  [
    "every call with user properties while it is paused",
    { refusedProperties: { ...refusedProperties, failures: 3 }, isPaused: true },
    [],
  ],

  ["events of a second workspace", { mixed: { events: 3, appGroupId: "one" } }, ["workspaces_mixed"]],
  [
    "a batch set aside",
    { setAside: { batches: 1, events: 5, lastBatchId: "b", lastAt: hoursAgo(9).toISOString() } },
    ["batch_set_aside"],
  ],
  [
    "a batch set aside of a paused one",
    {
      setAside: { batches: 2, events: 9, lastBatchId: "b", lastAt: hoursAgo(9).toISOString() },
      isPaused: true,
    },
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
    "a request refused just now, and accepted when it was repeated",
    { refusal: { ...refusal, at: minutesAgo(2), acceptedAt: minutesAgo(1) } },
    [],
  ],
  [
    "refusals again and again beside accepted requests",
    { refusal: { ...refusal, at: minutesAgo(2), acceptedAt: minutesAgo(1), againAt: minutesAgo(2) } },
    ["currents_refused"],
  ],
  [
    "such refusals an hour ago",
    { refusal: { ...refusal, at: minutesAgo(60), acceptedAt: minutesAgo(1), againAt: minutesAgo(60) } },
    [],
  ],
  [
    "an unreadable body just now",
    { refusal: { ...refusal, status: 400, at: minutesAgo(2) } },
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

test("a failing source says since when, Heap's message, what waits, and that nothing is lost", () => {
  const [alert] = evaluateAlerts(
    { sources: [{ ...source, heapFailures: 4, failing }], destinations: [] },
    now,
  );
  expect(alert).toMatchObject({
    customerId: "c",
    sourceId: "s",
    subject: "s",
    message: "Heap has accepted nothing from “Currents” since 24 Nov 2026, 11:00 UTC. 1,200 events queued.",
    cause: "Heap answered 503: “Sorry”",
  });
  expect(alert?.nextAction).toMatch(/Nothing is lost.*Braze is not affected/);
});

test("a refusal that only a person can fix says what to check", () => {
  const wrongApp = { ...failing, status: 404 };
  const [alert] = evaluateAlerts(
    { sources: [{ ...source, heapFailures: 4, failing: wrongApp }], destinations: [] },
    now,
  );
  expect(alert).toMatchObject({
    kind: "deliveries_rejected",
    nextAction: expect.stringMatching(/^Check the Heap app ID 7/),
  });
});

test("a single deletion request is spoken of as one, several are counted", () => {
  const messageOf = (of: { open?: number; failed?: number; underWay?: number }) => {
    const { open = 0, failed = 0, underWay = 0 } = of;
    const dueAt = new Date("2026-12-24T10:00:00Z");
    const deletions = { unfinished: open + failed + underWay, open, failed, dueAt, isLate: underWay > 0 };
    return evaluateAlerts({ sources: [{ ...source, deletions }], destinations: [] }, now)[0]?.message;
  };
  const due = "due by 24 Dec 2026, 10:00 UTC.";
  const one = `Braze sent 1 deletion request for “${source.name}”.`;
  expect(messageOf({ open: 1 })).toBe(`${one} It is waiting for a decision and is ${due}`);
  expect(messageOf({ failed: 1 })).toBe(`${one} It could not be carried out and is ${due}`);
  expect(messageOf({ underWay: 1 })).toBe(`${one} It is under way and is ${due}`);
  expect(messageOf({ open: 1, failed: 2, underWay: 3 })).toBe(
    `Braze sent 6 deletion requests for “${source.name}”: 1 is waiting for a decision, 2 could not be carried out, 3 are under way. The first is ${due}`,
  );
});
