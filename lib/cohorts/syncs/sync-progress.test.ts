import { expect, test } from "vitest";
import { progressOf } from "./sync-progress";

const RUNNING = {
  state: "running" as const,
  owedAtStart: 1_000,
  added: 300,
  removed: 90,
  refused: 10,
  retryAt: null,
  membersPerSecond: 100,
};

test("the progress of a sync is how much of the owed members it has done, with the time left at the measured speed", () => {
  expect(progressOf(RUNNING)).toEqual({
    done: 400,
    total: 1_000,
    membersPerSecond: 100,
    remainingSeconds: 6,
  });
});

test("no time is promised without a measured speed, while Braze asked to wait, or once it is over", () => {
  const left = (change: object) => progressOf({ ...RUNNING, ...change })?.remainingSeconds;
  expect(left({ membersPerSecond: null })).toBeNull();
  expect(left({ retryAt: new Date() })).toBeNull();
  expect(left({ state: "cancelled" })).toBeNull();
});

test("a sync that did more than was owed at its start never exceeds 100 %; one that has not begun has no progress", () => {
  expect(progressOf({ ...RUNNING, owedAtStart: 100 })).toMatchObject({ done: 400, total: 400 });
  expect(progressOf({ ...RUNNING, owedAtStart: null })).toBeNull();
});
