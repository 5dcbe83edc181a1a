import { expect, test } from "vitest";
import { trimmedId } from "./trimmed-id";

test.each([
  ["ada", "ada"],
  [" ada\t\r\n", "ada"],
  ["\u00a0ada\u3000", "ada"],
  ["\u200bada\u200d\ufeff", "ada"],
  ["\u202eada\u2066", "ada"],
  ["\0ada\u0085", "ada"],
  ["a d\u200ba", "a d\u200ba"],
  ["ä 😀 ", "ä 😀"],
  ["", ""],
  [" \u200b\t", ""],
])("%j is %j", (id, trimmed) => {
  expect(trimmedId(id)).toBe(trimmed);
});

test("a long row of spaces inside takes no longer than any other text", () => {
  const id = `a${" ".repeat(2_000_000)}b`;
  expect(trimmedId(id)).toBe(id);
});
