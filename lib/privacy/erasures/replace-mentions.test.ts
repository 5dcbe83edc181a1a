import { expect, test } from "vitest";
import { replaceMentions } from "./replace-mentions";

const replace = (text: string, identity: string, includesVariants = false) =>
  replaceMentions(text, { identity, includesVariants }, "[erased]");

test.each([
  ["anna", "Heap refused anna.", "Heap refused [erased]."],
  [
    "anna",
    "anna, “anna” and anna-b, x.anna, joanna, anna1, annä",
    "[erased], “[erased]” and anna-b, x.anna, joanna, anna1, annä",
  ],
  ["12", "12 of 128, 12", "[erased] of 128, [erased]"],
  ["aa", "aaa aa", "aaa [erased]"],
  ["a  b", "‘a b’ and ‘a  b’", "‘[erased]’ and ‘[erased]’"],
  [".*(?:x)|$1\\", "see .*(?:x)|$1\\ here", "see [erased] here"],
  ["Ä", "xÄ Ä", "xÄ [erased]"],
  ["😀", "a😀 😀", "a😀 [erased]"],
])("of %s only whole words are replaced", (identity, text, expected) => {
  expect(replace(text, identity)).toBe(expected);
});

test("variants are those in the case of a to z", () => {
  expect(replace("ANNA anna Anna", "anna")).toBe("ANNA [erased] Anna");
  expect(replace("ANNA anna Anna", "Anna", true)).toBe("[erased] [erased] [erased]");
});

test("an identity of 100,000 characters that a pattern would choke on is found like any other", () => {
  const long = "(a+)+$[".repeat(15_000);
  expect(replace(`before ${long} after`, long)).toBe("before [erased] after");
});
