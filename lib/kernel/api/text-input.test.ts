import { expect, test } from "vitest";
import { nameInput } from "./text-input";

const accepts = (name: string) => nameInput.safeParse(name).success;

test("names in every script, and with emoji, are accepted and trimmed", () => {
  for (const name of [
    "Acme",
    "Müller & Söhne",
    "株式会社テスト",
    "شركة الاختبار",
    "Ελλάδα",
    "Acme 🚀",
    "❤️ Co",
  ])
    expect(accepts(name)).toBe(true);
  expect(nameInput.parse("  Acme\u00a0")).toBe("Acme");
});

test("an invisible name is refused", () => {
  for (const name of [
    "",
    "  ",
    "\u00a0\u2003",
    "\u200b",
    "\u200b \u2060",
    "\u3164",
    "\u2800",
    "\u115f\u1160",
    "\ufeff",
  ])
    expect(accepts(name)).toBe(false);
});

test("characters that hide text or reverse its direction are refused, so that no two names look the same", () => {
  for (const sign of [
    "\u200b",
    "\u200d",
    "\u2060",
    "\u00ad",
    "\u202e",
    "\u2066",
    "\u200f",
    "\u{e0041}",
    "\u2028",
  ])
    expect(accepts(`Ac${sign}me`)).toBe(false);
  for (const sign of ["\u0000", "\n", "\u0085", "\ud800"]) expect(accepts(`Ac${sign}me`)).toBe(false);
});
