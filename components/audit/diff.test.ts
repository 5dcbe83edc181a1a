import { expect, test } from "vitest";
import { fieldChanges } from "./diff";

test("each field of either side is one line, in words", () => {
  expect(
    fieldChanges(
      { prefix: null, eventTypes: [], dataImportKey: "set" },
      { prefix: "braze-", eventTypes: ["a", "b"], dataImportKey: "replaced", isSigned: false },
    ),
  ).toEqual([
    { field: "Prefix", before: "none", after: "braze-" },
    { field: "Event types", before: "none", after: "a, b" },
    { field: "Data Import Key", before: "set", after: "replaced" },
    { field: "Is signed", before: null, after: "no" },
  ]);
});

test("an entry without fields has no lines", () => {
  expect(fieldChanges(null, null)).toEqual([]);
});
