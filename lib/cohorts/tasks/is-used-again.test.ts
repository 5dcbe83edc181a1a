import { expect, test } from "vitest";
import { isUsedAgain, USED_AGAIN_AFTER_MS } from "./is-used-again";

const COMPLETE = { state: "complete", lastSignedMs: 1_000, hasPage: true, hasAllPages: true } as const;
const MISSING = { state: "incomplete", lastSignedMs: 1_000, hasPage: false, hasAllPages: false } as const;
const soon = 1_000 + USED_AGAIN_AFTER_MS;

test.each([
  ["a repeat soon after", COMPLETE, soon, false],
  ["a repeat signed earlier", COMPLETE, 0, false],
  ["the same name well after", COMPLETE, soon + 1, true],
  [
    "well after a complete task whose pages were pruned",
    { ...COMPLETE, hasPage: false, hasAllPages: false },
    soon + 1,
    true,
  ],
  [
    "well after a task that is complete but not yet decided",
    { ...COMPLETE, state: "receiving" },
    soon + 1,
    true,
  ],
  ["a page that is still missing", MISSING, soon + 1, false],
  ["a page that an incomplete task has already", { ...MISSING, hasPage: true }, soon + 1, true],
  ["any page a day later", MISSING, soon + 24 * 3_600_000, true],
] as const)("%s", (_, task, tsMs, isAgain) => {
  expect(isUsedAgain(task, tsMs)).toBe(isAgain);
});
