import { expect, test } from "vitest";
import type { ChangeView } from "@/lib/insight/changes/change-view";
import { tellChangesOnce } from "./tell-changes-once";

const change = (id: string): ChangeView => ({
  id,
  at: "2026-11-29T00:00:00.000Z",
  by: "Ada",
  kind: "setting",
  summary: "Changed",
  fields: [],
  flow: null,
  path: "/",
});

test("the same changes before several alerts of a customer are told at the first; another customer's, and others, are told too", () => {
  const alert = (id: string, ...changes: string[]) => ({
    customer: { id },
    changesBefore: changes.map(change),
  });
  const told = tellChangesOnce([
    alert("a", "1", "2"),
    alert("b", "1", "2"),
    alert("a", "1", "2"),
    alert("a"),
    alert("a", "3", "1"),
  ]);
  expect(told.map(({ changesBefore }) => changesBefore.map(({ id }) => id))).toEqual([
    ["1", "2"],
    ["1", "2"],
    [],
    [],
    ["3", "1"],
  ]);
});
