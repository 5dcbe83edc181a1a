import { expect, test } from "vitest";
import { isPruned } from "./is-pruned";

const NOW = Date.parse("2026-11-28T12:00:00Z");

test("only a time that ends before the oldest that is kept has been pruned", () => {
  expect(isPruned("2026-08-30T12:00:00Z", 90, NOW)).toBe(false);
  expect(isPruned("2026-08-30T11:59:59Z", 90, NOW)).toBe(true);
  expect(isPruned("2026-01-01", 90, NOW)).toBe(true);
});

test("a time without an end, and one that is none, are not pruned", () => {
  expect(isPruned("", 90, NOW)).toBe(false);
  expect(isPruned("soon", 90, NOW)).toBe(false);
});
