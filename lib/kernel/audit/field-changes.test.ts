import { expect, test } from "vitest";
import { fieldChanges, shortChanges, tellChange } from "./field-changes";

const told = (kind: string, before: object | null, after: object | null) =>
  fieldChanges(kind, before && { ...before }, after && { ...after }).map(tellChange);

test("each field of either side is one line, in the words of the screens", () => {
  expect(
    told(
      "source",
      { prefix: null, heapRegion: "us", protectsPersonalData: true, newTypes: "hold" },
      { prefix: "braze-", heapRegion: "eu", protectsPersonalData: false, newTypes: "drop", isSigned: false },
    ),
  ).toEqual([
    "Prefix: None → braze-",
    "Heap region: United States → European Union",
    "Protect personal data: On → Off",
    "New event types: Held for a decision → Left out",
    "Is signed: – → No",
  ]);
  expect(told("segment", { mode: "manual" }, { mode: "recurring" })).toEqual(["Mode: Manual → Recurring"]);
  expect(told("destination", { kind: "cohort" }, { kind: "attribute" })).toEqual([
    "How segments show in Braze: Cohorts → Custom attributes",
  ]);
  expect(
    told("source", { type: "users.x.Y", decision: null }, { type: "users.x.Y", decision: "drop" }),
  ).toEqual(["Event type: users.x.Y", "Decision: Open → Left out"]);
  expect(told("user", { role: "viewer" }, { role: "csm" })).toEqual(["Role: Viewer → CSM"]);
  expect(
    told(
      "customer",
      { quarantineCount: 20, refusedPercent: 5 },
      { quarantineCount: 200, refusedPercent: 10 },
    ),
  ).toEqual([
    "Quarantined events that open an alert: 20 → 200",
    "Refused share that opens an alert, in percent: 5 → 10",
  ]);
  expect(fieldChanges("source", null, null)).toEqual([]);
});

test("of a list only what was added and removed is told; both sides are there in full", () => {
  const drop = { pattern: "email", action: "drop" };
  const hash = { pattern: "phone", action: "hash" };
  expect(told("source", { propertyRules: [drop, hash] }, { propertyRules: [hash] })).toEqual([
    "Rules for properties: removed Drop email",
  ]);
  expect(told("source", { propertyRules: [drop, hash] }, { propertyRules: [hash, drop] })).toEqual([
    "Rules for properties: in another order",
  ]);
  expect(told("source", { eventNames: [] }, { eventNames: [{ from: "users.x.Y", to: "Opened" }] })).toEqual([
    "New names of events: added users.x.Y → Opened",
  ]);
  expect(told("source", { eventTypes: null }, { eventTypes: ["a", "b"] })).toEqual([
    "Events to forward: All events that Braze sends → a, b",
  ]);
  expect(fieldChanges("source", { propertyRules: [drop] }, { propertyRules: [] })).toMatchObject([
    { before: "Drop email", after: "None" },
  ]);
});

test("of a secret only what happened is told, even if an entry held more", () => {
  expect(
    told(
      "destination",
      { dataImportKey: "set", restApiKey: "not set" },
      { dataImportKey: "replaced", restApiKey: "sk-1234-secret" },
    ),
  ).toEqual(["Data Import Key: Set → New value", "REST API key: Not set → New value"]);
  expect(told("source", { bearerToken: "set" }, { bearerToken: "not set" })).toEqual([
    "Bearer token: Set → Not set",
  ]);
});

test("in passing long words are cut, and ids and what a creation began with are left out", () => {
  const id = "01890000-0000-7000-8000-000000000000";
  const changes = fieldChanges(
    "customer",
    { ownerId: id, name: "A", hint: "ab12" },
    { ownerId: id.replace("1", "2"), name: "x".repeat(500), state: "live" },
  );
  const short = shortChanges(changes);
  expect(short.map(({ field }) => field)).toEqual(["name"]);
  expect(short[0]?.after).toBe(`${"x".repeat(160)}…`);
});
