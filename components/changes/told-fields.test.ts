import { expect, test } from "vitest";
import { toldFields } from "./told-fields";

const field = (label: string) => ({ field: label, label, before: "a", after: "b", difference: null });

test("three fields are told, of more only two and how many others there are", () => {
  expect(toldFields({ fields: ["A", "B", "C"].map(field) })).toEqual(["A: a → b", "B: a → b", "C: a → b"]);
  expect(toldFields({ fields: ["A", "B", "C", "D"].map(field) })).toEqual([
    "A: a → b",
    "B: a → b",
    "and 2 more",
  ]);
});
