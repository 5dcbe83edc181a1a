import fc from "fast-check";
import { expect, test } from "vitest";
import { matchesPattern } from "./name-pattern";

const matches = (name: string, pattern: string) => matchesPattern(name, pattern.split("*"));

test.each([
  ["email", "email", true],
  ["email", "mail", false],
  ["email", "*mail", true],
  ["email_address", "email*", true],
  ["to_email_address", "*email*", true],
  ["aa", "a*a", true],
  ["a", "a*a", false],
  ["abcbd", "a*b*d", true],
  ["abc", "*", true],
  ["", "*", true],
  ["abab", "*ab*ab*", true],
  ["aba", "*ab*ba*", false],
])("%s is matched by %s: %s", (name, pattern, expected) => {
  expect(matches(name, pattern)).toBe(expected);
});

test.each([
  ["address.city.zip", "address", true],
  ["address.city.zip", "*.city", true],
  ["address.city.zip", "*.ci", false],
  ["addresses", "address", false],
  ["a.email.b.mail", "*mail*b*mail", true],
  [".a", "a", false],
])("%s is matched, or is below what is matched, by %s: %s", (name, pattern, expected) => {
  expect(matches(name, pattern)).toBe(expected);
});

test("matches what the same regular expression would, for a name or one that it is below", () => {
  const letters = fc.array(fc.constantFrom("a", "b", "."), { maxLength: 8 }).map((all) => all.join(""));
  const parts = fc.array(letters, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(letters, parts, (name, pieces) => {
      const expression = new RegExp(
        `^${pieces.map((piece) => piece.replaceAll(".", "\\.")).join(".*")}(?:(?<!^)\\..*)?$`,
      );
      expect(matchesPattern(name, pieces)).toBe(expression.test(name));
    }),
  );
});
