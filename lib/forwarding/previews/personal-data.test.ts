import { expect, test } from "vitest";
import type { Mapping } from "@/lib/forwarding/mapping/map-event";
import { PLAIN_MAPPING } from "@/tools/testing/plain-mapping";
import { isUncovered, uncoveredByRules } from "./personal-data";

const drop = (pattern: string) => ({ pattern, action: "drop" as const });
const hash = (pattern: string) => ({ pattern, action: "hash" as const });
const keep = (pattern: string) => ({ pattern, action: "keep" as const });

const uncovered = (before: Partial<Mapping>, after: Partial<Mapping>) =>
  Object.fromEntries(
    uncoveredByRules(
      { ...PLAIN_MAPPING, hashSalt: "a salt", ...before },
      { ...PLAIN_MAPPING, hashSalt: "a salt", ...after },
    ).map(({ kind, names }) => [kind, names.map(({ name }) => name)]),
  );

test("a rule that is removed, weakened or narrowed names what of the recommended list it no longer covers", () => {
  expect(uncovered({ propertyRules: [drop("email")] }, {})).toEqual({ uncovered: ["email"] });
  expect(uncovered({ propertyRules: [drop("email")] }, { propertyRules: [hash("email")] })).toEqual({
    uncovered_hashed: ["email"],
  });
  expect(uncovered({ propertyRules: [drop("userMail")] }, {})).toEqual({ uncovered: ["userMail"] });
  const narrowed = uncovered({ propertyRules: [drop("*email*")] }, { propertyRules: [drop("email")] });
  expect(narrowed.uncovered).toEqual(expect.arrayContaining(["*_email", "*.email"]));
  expect(narrowed.uncovered).not.toContain("email");
});

test("what the recommended list would not cover better is nothing to warn of", () => {
  expect(uncovered({ propertyRules: [drop("campaign_name")] }, {})).toEqual({});
  expect(uncovered({ propertyRules: [drop("device_id")] }, { propertyRules: [hash("device_id")] })).toEqual(
    {},
  );
  expect(uncovered({ propertyRules: [drop("email")] }, { protectsPersonalData: true })).toEqual({});
  expect(uncovered({}, { propertyRules: [drop("email")], protectsPersonalData: true })).toEqual({});
});

test("without protection everything of the list is named that no rule of one's own covers", () => {
  const { uncovered: names = [] } = uncovered(
    { protectsPersonalData: true },
    { propertyRules: [drop("*email*"), hash("*device*")] },
  );
  expect(names).toEqual(expect.arrayContaining(["phone", "*_phone", "first_name", "ip"]));
  expect(names.filter((name) => /email|device_id/.test(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

test("a rule that keeps a property before the list is reached uncovers it", () => {
  const before = { protectsPersonalData: true };
  expect(uncovered(before, { ...before, propertyRules: [keep("email")] })).toEqual({ uncovered: ["email"] });
  expect(uncovered(before, { ...before, propertyRules: [keep("*_id")] })).toEqual({
    uncovered: expect.arrayContaining(["device_id", "*_device_id"]),
  });
});

test("a rule by the name in Heap no longer holds when prefix or new name change", () => {
  const rules = { propertyRules: [drop("braze-email"), drop("Number")] };
  const names = { propertyNames: [{ from: "phone", to: "Number" }] };
  expect(uncovered({ ...rules, ...names, prefix: "braze-" }, { ...rules, prefix: "b-" })).toEqual({
    uncovered: ["email", "phone"],
  });
});

test("a pattern that covers a name of no example is told itself", () => {
  expect(uncovered({ propertyRules: [drop("buyer_*_email")] }, {})).toEqual({ uncovered: ["buyer_*_email"] });
});

test("less cover than before is one thing, less than recommended another: only both is uncovered", () => {
  expect(isUncovered("email", "drop", "hash")).toBe(true);
  expect(isUncovered("email", "none", "none")).toBe(false);
  expect(isUncovered("device_id", "drop", "hash")).toBe(false);
  expect(isUncovered("device_id", "hash", "none")).toBe(true);
  expect(isUncovered("from_phone_number", "drop", "none")).toBe(false);
});
