import { expect, it } from "vitest";
import { digestOfMembers } from "./digest";

it("gives equal memberships equal digests, whatever their order", () => {
  expect(digestOfMembers(["b", "a", "c"])).toBe(digestOfMembers(new Set(["c", "b", "a"])));
});

it("tells apart memberships that differ in one id, or only in where ids end", () => {
  expect(digestOfMembers(["a", "b"])).not.toBe(digestOfMembers(["a"]));
  expect(digestOfMembers(["ab", "c"])).not.toBe(digestOfMembers(["a", "bc"]));
});

it("does not depend on how many ids go into one chunk", () => {
  const ids = Array.from({ length: 10_000 }, (_, number) => `user-${number}`);
  expect(digestOfMembers(ids)).toBe(digestOfMembers(ids.toReversed()));
});
