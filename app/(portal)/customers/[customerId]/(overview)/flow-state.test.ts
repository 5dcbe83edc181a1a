import { expect, test } from "vitest";
import type {
  DestinationOverview,
  HeapAppOverview,
  SourceOverview,
} from "@/lib/insight/overview/overview-view";
import { counted } from "@/lib/kernel/words";
import { destinationState, rateWords, sourceState } from "./flow-state";

const NOW = "2026-11-24T12:00:00.000Z";
const still = { lastMinute: 0, perMinute: 0 };

const source: SourceOverview = {
  id: "s",
  name: "Production",
  heapApp: "us:1",
  pausedAt: null,
  accepted: still,
  forwarded: still,
  backlog: { events: 0, batches: 0, oldestAt: null },
  lastBatchAt: NOW,
  lastDelivery: null,
};
const waiting = { ...source, backlog: { events: 5, batches: 1, oldestAt: NOW } };

const app: HeapAppOverview = {
  key: "us:1",
  appId: "1",
  region: "us",
  sources: 1,
  limitPerMinute: 15_000,
  countedEvents: 0,
  pendingEvents: 5,
  drainSeconds: 1,
  waitsUntil: null,
  failures: 0,
};

const destination: DestinationOverview = {
  id: "d",
  name: "Main",
  brazeInstance: "US-01",
  kind: "cohort",
  hasBrazeKey: true,
  pausedAt: null,
  segments: { off: 0, manual: 0, recurring: 1 },
  maxRecurring: 30,
  callLimit: null,
  wanted: 1,
  sent: 1,
  owed: 0,
  refused: 0,
  received: still,
  pushed: still,
  lastPageAt: NOW,
  lastSync: null,
  nextSyncAt: null,
  runningSyncs: 0,
};

test("what stops a source is named before what moves in it", () => {
  expect(sourceState({ ...waiting, pausedAt: NOW }, { ...app, failures: 3 }, "live").words).toBe("Paused");
  expect(sourceState(waiting, app, "paused")).toMatchObject({ words: "Customer paused", link: "held" });
  expect(sourceState(waiting, app, "archived").words).toBe("Archived");
  expect(sourceState(waiting, { ...app, failures: 3 }, "live")).toMatchObject({
    tone: "bad",
    link: "failing",
  });
  expect(sourceState(waiting, { ...app, failures: 2 }, "live")).toMatchObject({
    tone: "info",
    words: "Retrying Heap",
  });
  expect(sourceState(waiting, { ...app, waitsUntil: NOW }, "live").words).toBe("At Heap’s limit");
  expect(sourceState(waiting, app, "live").words).toBe("Forwarding");
});

test("a source without a batch is not shown as all forwarded", () => {
  expect(sourceState({ ...source, lastBatchAt: null }, app, "onboarding").words).toBe("No events yet");
  expect(sourceState(source, undefined, "live")).toMatchObject({ tone: "good", link: "still" });
});

test("what stops a destination is named before what moves in it", () => {
  const state = (change: Partial<DestinationOverview>, customer: "live" | "paused" = "live") =>
    destinationState({ ...destination, ...change }, customer).words;
  expect(state({ owed: 3, pausedAt: NOW, hasBrazeKey: false })).toBe("Paused");
  expect(state({}, "paused")).toBe("Customer paused");
  expect(state({ hasBrazeKey: false, owed: 3 })).toBe("No Data Import Key");
  expect(state({ runningSyncs: 1, owed: 3 })).toBe("Syncing");
  expect(state({ owed: 3 })).toBe("Members to sync");
  expect(state({ lastPageAt: null })).toBe("No Heap update yet");
  expect(state({})).toBe("Everything synced");
});

test("a small rate is not rounded to zero, and one is singular", () => {
  expect([0, 0.02, 0.44, 7.5, 1_234.6].map(rateWords)).toEqual(["0", "under 0.1", "0.4", "7.5", "1,235"]);
  expect([counted(1, "event"), counted(2_431, "event")]).toEqual(["1 event", "2,431 events"]);
});
