import { expect, test } from "vitest";
import { findFailures, formatTorture, type TortureReport } from "./report";

const FINE: TortureReport = {
  measuredAt: "2026-11-25T16:00:00.000Z",
  seconds: 60,
  slices: [
    {
      name: "heap-call",
      kills: 2,
      done: { "Heap answered, not recorded": 2 },
      missed: [],
      events: {
        made: 1_200,
        acknowledged: 1_200,
        redelivered: 40,
        nameless: 9,
        lost: 0,
        doubled: 0,
        unexplained: 0,
        givenUp: 0,
        unbalanced: 0,
      },
      members: { segments: 2, members: 30, missing: 0, leftOver: 0, misbooked: 0, givenUp: 0 },
      userProperties: { users: 9, stale: 0, misbooked: 0 },
      historyFaults: [],
    },
  ],
  stuck: [],
  processes: { kills: 2, deaths: 0, starts: 3, startMsMedian: 900, startMsLongest: 1_100 },
  secrets: { looked: 9, linesRead: 100, findings: [] },
  violations: {},
};
const [slice] = FINE.slices;
const withSlice = (change: object) => ({ ...FINE, slices: [{ ...slice, ...change }] }) as TortureReport;

test("a run with nothing lost, doubled or stuck is no failure", () => {
  expect(findFailures(FINE)).toEqual([]);
  expect(formatTorture(FINE)).toContain("1,200");
});

test.each<[string, TortureReport]>([
  ["heap-call: 1 events lost", withSlice({ events: { ...slice?.events, lost: 1 } })],
  ["heap-call: 2 events doubled", withSlice({ events: { ...slice?.events, doubled: 2 } })],
  [
    "heap-call: 3 members missing from their cohort",
    withSlice({ members: { ...slice?.members, missing: 3 } }),
  ],
  [
    "heap-call: 4 user properties stale at Heap",
    withSlice({ userProperties: { users: 9, stale: 4, misbooked: 0 } }),
  ],
  ["heap-call: never reached: a point", withSlice({ missed: ["never reached: a point"] })],
  ["stuck: 4 batches pending", { ...FINE, stuck: [{ what: "batches pending", count: 4 }] }],
  ["1 times the app ended by itself", { ...FINE, processes: { ...FINE.processes, deaths: 1 } }],
  [
    "1 secrets or identities in logs or words",
    { ...FINE, secrets: { ...FINE.secrets, findings: [{ place: "app-1.log", kind: "secret", line: 7 }] } },
  ],
])("a run fails because of: %s", (words, report) => {
  expect(findFailures(report)).toEqual([words]);
});
