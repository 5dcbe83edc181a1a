import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CATALOG } from "@/lib/vendors/braze/catalog";
import { WORLD_TYPES } from "./event-types";

const contract = readFileSync("docs/contracts/braze-currents-events.md", "utf8");

test("the sandbox sends every event type that the contract and the catalog name, each once", () => {
  const types = WORLD_TYPES.map(({ type }) => type);
  expect(new Set(types).size).toBe(types.length);
  expect(new Set(types)).toEqual(new Set(CATALOG.map(({ type }) => type)));
});

test("an event type has the fields of the contract's tables, and no others", () => {
  const rows = [...contract.matchAll(/^\| `([\w.]+)` \| (\w+|\(empty\)) \| (.+) \|$/gm)];
  expect(rows.length).toBeGreaterThan(90);
  for (const [, type, keys, cells = ""] of rows) {
    const world = WORLD_TYPES.find((known) => known.type === type);
    const named = [...cells.matchAll(/`(\w+)`/g)].map(([, name]) => name ?? "");
    const known = new Set(world?.fields.map(({ name }) => name));
    expect({ type, missing: named.filter((name) => !known.has(name)) }).toEqual({ type, missing: [] });
    expect({ type, keys: world?.userKeys.map((key) => key.replace("external_", "x")[0]).join("") }).toEqual({
      type,
      keys: keys === "(empty)" ? "" : keys,
    });
  }
});
