import { expect, test } from "vitest";
import { type StatusFacts, statusSentence } from "./status-sentence";

const source = { isHeld: false, forwarded: 12_431, pending: 0 };
const destination = {
  isHeld: false,
  segments: 3,
  segmentsOn: 3,
  segmentsInStep: 3,
  segmentsFailed: 0,
  owed: 0,
};

function say(facts: Partial<StatusFacts>): string {
  return statusSentence({
    health: "healthy",
    alert: null,
    isProven: true,
    sources: [source],
    destinations: [destination],
    ...facts,
  });
}

test("a healthy connection says what reached Heap and how the segments stand", () => {
  expect(say({})).toBe(
    "Everything is flowing: 12,431 events reached Heap in the last 24 hours, and all 3 segments are in sync.",
  );
  expect(say({ destinations: [] })).toBe(
    "Everything is flowing: 12,431 events reached Heap in the last 24 hours.",
  );
  const two = { ...destination, segmentsOn: 2, segmentsInStep: 2 };
  expect(say({ sources: [], destinations: [two] })).toBe("Everything is flowing: both segments are in sync.");
  const one = { ...destination, segmentsOn: 1, segmentsInStep: 1 };
  expect(say({ sources: [{ ...source, forwarded: 0 }], destinations: [one] })).toBe(
    "Everything is flowing: no event reached Heap in the last 24 hours, and the one segment is in sync.",
  );
  expect(say({ destinations: [{ ...destination, segmentsInStep: 1, owed: 1 }] })).toContain(
    "1 of 3 segments is in sync and 1 change is on the way to Braze.",
  );
  expect(say({ destinations: [{ ...one, segmentsInStep: 0, owed: 3 }] })).toContain(
    "in the last 24 hours, and 3 changes are on the way to Braze.",
  );
  expect(say({ isProven: false, destinations: [{ ...destination, segments: 0, segmentsOn: 0 }] })).toBe(
    "What is set up so far is flowing: 12,431 events reached Heap in the last 24 hours, and Heap has not sent any segments yet.",
  );
  expect(say({ destinations: [{ ...destination, segmentsOn: 0 }] })).toContain("no segment is on.");
  expect(say({ sources: [{ ...source, isHeld: true }] })).toMatch(
    /^Everything that is not paused is flowing:/,
  );
});

test("a pause says what is kept", () => {
  expect(say({ health: "paused" })).toMatch(/^Paused\. .* Nothing is queued\.$/);
  expect(
    say({
      health: "paused",
      sources: [{ ...source, pending: 1_200 }],
      destinations: [{ ...destination, owed: 2 }],
    }),
  ).toMatch(/1,200 events and 2 segment changes queued\.$/);
});

test("a problem is named: the alert first, then failed syncs, then Heap", () => {
  expect(say({ health: "failing", alert: "Braze does not accept your segments" })).toBe(
    "There is a problem: Braze does not accept your segments.",
  );
  expect(say({ health: "failing", destinations: [{ ...destination, segmentsFailed: 2 }] })).toContain(
    "the last sync failed for 2 segments",
  );
  expect(say({ health: "failing", sources: [{ ...source, pending: 1 }] })).toContain("1 event is kept");
  expect(say({ health: "attention", alert: "A segment is overdue" })).toContain("a segment is overdue.");
  expect(say({ health: "waiting" })).toContain("Nothing has arrived yet");
});
