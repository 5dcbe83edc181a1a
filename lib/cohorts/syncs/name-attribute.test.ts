import { expect, test } from "vitest";
import { attributeNameOf } from "./name-attribute";

const named = (name: string, ...taken: string[]) =>
  attributeNameOf({ name, heapSegmentId: "Seg-7", prefix: "heap_", taken });

test.each([
  ["Trial users", "heap_trial_users"],
  ["  Trial — Users (2026)! ", "heap_trial_users_2026"],
  ["Café Zürich", "heap_cafe_zurich"],
  ["試用ユーザー", "heap_segment_seg_7"],
])("the attribute of '%s' is %s", (name, attribute) => {
  expect(named(name)).toBe(attribute);
});

test("the destination says what the name begins with", () => {
  const chosen = { name: "Trial users", heapSegmentId: "7", prefix: "acme_eu_", taken: [] };
  expect(attributeNameOf(chosen)).toBe("acme_eu_trial_users");
});

test("a name that is taken gets the next free number", () => {
  expect(named("Trial users", "heap_trial_users")).toBe("heap_trial_users_2");
  expect(named("Trial users", "heap_trial_users", "heap_trial_users_2")).toBe("heap_trial_users_3");
});

test("a long name is cut, and stays as short with a number", () => {
  const long = named("x".repeat(300));
  expect(long).toHaveLength(100);
  expect(named("x".repeat(300), long)).toBe(`${long.slice(0, 98)}_2`);
});
