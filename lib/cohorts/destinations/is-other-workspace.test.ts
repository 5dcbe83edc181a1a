import { expect, test } from "vitest";
import { isOtherWorkspace } from "./is-other-workspace";

const SAME = { before: "US-01", after: "US-01" };
const MOVED = { before: "US-01", after: "EU-01" };
const KEPT = { before: "key-1", after: undefined };

test.each([
  ["nothing that matters", SAME, KEPT, undefined, false],
  ["another instance", MOVED, KEPT, undefined, true],
  ["another instance, whatever is said", MOVED, { before: "key-1", after: "key-2" }, true, true],
  [
    "another key, and nobody says for which workspace",
    SAME,
    { before: "key-1", after: "key-2" },
    undefined,
    true,
  ],
  ["another key for another workspace", SAME, { before: "key-1", after: "key-2" }, false, true],
  ["another key for the same workspace", SAME, { before: "key-1", after: "key-2" }, true, false],
  ["the same key again", SAME, { before: "key-1", after: "key-1" }, undefined, false],
  ["no key any more", SAME, { before: "key-1", after: null }, undefined, false],
  ["a key after there was none", SAME, { before: null, after: "key-1" }, undefined, true],
] as const)("%s", (_, instance, key, sameWorkspace, isOther) => {
  expect(isOtherWorkspace({ instance, key, sameWorkspace })).toBe(isOther);
});
