import { expect, test } from "vitest";
import { hasUnseen, readAlike, readShown, showUnseen } from "./show-unseen";

test("characters that do not show are written out, and what is written out is read again as them", () => {
  for (const [text, shown] of [
    ["علی\u200cرضا", "علی⟨U+200C⟩رضا"],
    ["a\u00adb\u200bc", "a⟨U+00AD⟩b⟨U+200B⟩c"],
    ["line\nbreak", "line⟨U+000A⟩break"],
    ["a\u00a0b", "a⟨U+00A0⟩b"],
    ["a\u{e0041}b", "a⟨U+E0041⟩b"],
  ] as const) {
    expect(hasUnseen(text)).toBe(true);
    expect(showUnseen(text)).toBe(shown);
    expect(readShown(shown)).toBe(text);
  }
});

test("what a reader sees is left as it is", () => {
  for (const text of ["anna b", "Müller", "❤️", "한국", "⟨U+FFFFFF⟩"]) {
    expect(showUnseen(text)).toBe(text);
    expect(readShown(text)).toBe(text);
  }
});

test("texts read alike if they differ in what does not show, and not otherwise", () => {
  expect(readAlike("علی\u200cرضا", "علیرضا")).toBe(true);
  expect(readAlike("line⟨U+000A⟩break", "line\nbreak")).toBe(true);
  expect(readAlike("", "anna")).toBe(false);
  expect(readAlike("Anna", "anna")).toBe(false);
});
