import { expect, test } from "vitest";
import { fieldWords } from "@/lib/kernel/audit/field-words";
import { changedOnly, compareEdit } from "./compare-edit";

const base = { name: "Production", prefix: "braze-", eventTypes: null };
const fields = ["name", "prefix", "eventTypes"];

test("a field that both changed shows both values; one that only they changed shows theirs", () => {
  const theirs = { ...base, name: "Live", prefix: null };
  expect(compareEdit(base, { name: "Prod" }, theirs, fields)).toEqual([
    { field: "name", mine: "Prod", theirs: "Live" },
    { field: "prefix", mine: undefined, theirs: null },
  ]);
});

test("a value both agree on is not a difference, lists included", () => {
  const theirs = { ...base, name: "Prod", eventTypes: ["a"] };
  expect(compareEdit(base, { name: "Prod", eventTypes: ["a"] }, theirs, fields)).toEqual([]);
});

test("an edit sends only what it changes and what cannot be compared", () => {
  expect(changedOnly({ ...base, name: "Prod" }, base)).toEqual({ name: "Prod" });
  expect(changedOnly({ ...base, bearerToken: "generate" }, base)).toEqual({ bearerToken: "generate" });
  expect(changedOnly({ eventTypes: ["a"] }, { eventTypes: ["a"] })).toEqual({});
});

test("two edits see whether a secret is set, typed or removed, never its value", () => {
  const saved = { dataImportKey: true };
  expect(changedOnly({ dataImportKey: "a-new-key" }, saved)).toEqual({ dataImportKey: "a-new-key" });
  expect([true, false, "a-new-key", null].map((value) => fieldWords("dataImportKey", value))).toEqual([
    "Set",
    "Not set",
    "New value",
    "Removed",
  ]);
});
