import { expect, it } from "vitest";
import { trimUnseen } from "@/lib/kernel/trim-unseen";

it.each([
  "ada\u200b",
  "\ufeffada",
  "\u200e ada \u200f\u00a0",
  "ada\u00ad\u2060\u3164",
  "\u0007\tada\r\n",
  "\u2800ada\u202c",
])("what shows nothing at the ends of %j is removed", (text) => {
  expect(trimUnseen(text)).toBe("ada");
});

it.each(["ada", "a\u200bda", "a b", "", "ada\0", "❤\ufe0f", "\ud83d"])("%j stays as it is", (text) => {
  expect(trimUnseen(text)).toBe(text);
});

it("costs nothing extra for a long run", () => {
  expect(trimUnseen(`a${"\u200b".repeat(1_000_000)}b${" ".repeat(1_000_000)}`)).toHaveLength(1_000_002);
});
