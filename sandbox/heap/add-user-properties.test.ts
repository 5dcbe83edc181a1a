import { expect, test } from "vitest";
import { addUserProperties } from "./add-user-properties";
import { appOf, createHeapState } from "./state";

test("overwrites what is there and keeps the rest", () => {
  const heap = createHeapState();
  const users = (properties: object) => ({ app_id: "1", users: [{ identity: "ann", properties }] });
  expect(addUserProperties(heap, "us", users({ a: "1", b: "2" })).status).toBe(200);
  expect(addUserProperties(heap, "us", users({ b: "3" })).status).toBe(200);
  expect(appOf(heap, "1").users.get("ann")).toEqual({ a: "1", b: "3" });
  expect(heap.violations.summary()).toHaveProperty("properties_of_unknown_user");
});

test.each([
  ["a reserved name", [{ identity: "ann", properties: { ID: "1" } }]],
  ["a value that is too long", [{ identity: "ann", properties: { a: "x".repeat(1_025) } }]],
  ["a nested value", [{ identity: "ann", properties: { a: {} } }]],
  ["no identity", [{ properties: {} }]],
  ["too many users", Array.from({ length: 1_001 }, () => ({ identity: "ann", properties: {} }))],
  ["no user", []],
])("refuses the whole call for %s", (_, users) => {
  const heap = createHeapState();
  expect(addUserProperties(heap, "us", { app_id: "1", users }).status).toBe(400);
  expect(appOf(heap, "1").users.size).toBe(0);
});
