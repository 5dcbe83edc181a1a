import fc from "fast-check";
import { expect, test } from "vitest";
import { PLAIN_MAPPING } from "@/tools/testing/plain-mapping";
import { mapEvent } from "./map-event";

function sentOf(properties: object): Record<string, string | number> {
  const mapped = mapEvent(
    {
      ...{ id: "event-1", event_type: "users.messages.email.Open", time: 1_790_000_000 },
      ...{ user: { external_user_id: "anna" }, properties },
    },
    PLAIN_MAPPING,
  );
  if (mapped.outcome !== "forward") throw new Error(mapped.outcome);
  expect(mapped.leftOut).toBeUndefined();
  return mapped.heap.properties;
}

/** Few keys, so that paths, odd ends and dots meet in one name often. */
const key = fc.constantFrom(
  "a",
  "b",
  "a.b",
  " a",
  "a\u200b",
  "",
  " ",
  "properties.a",
  "custom_properties",
  "count",
  "a.2",
);
const tree = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, fc.constant("v"), fc.dictionary(key, tie("value"), { maxKeys: 5 })),
})).value;

/** The tree with another text in place of each value, and how many it has. */
function numbered(value: unknown, count = { values: 0 }): unknown {
  if (typeof value !== "object" || value === null) return `value ${count.values++}`;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, numbered(inner, count)]));
}

test("every value of an event arrives, however many have one name", () => {
  fc.assert(
    fc.property(fc.dictionary(key, tree, { maxKeys: 6 }), (properties) => {
      const count = { values: 0 };
      const sent = Object.values(sentOf(numbered(properties, count) as object)).map(String);
      const arrived = sent.filter((value) => value.startsWith("value "));
      expect(new Set(arrived).size).toBe(count.values);
    }),
    { numRuns: 500 },
  );
});

test("2,000 names that are one when cut all arrive, each with its number", () => {
  const long = "x".repeat(1_023);
  const properties = Object.fromEntries(Array.from({ length: 1_900 }, (_, n) => [long + n, n]));
  const sent = sentOf(properties);
  expect(Object.keys(sent).every((name) => name.length <= 1_023)).toBe(true);
  expect(new Set(Object.values(sent)).size).toBe(1_900 + 2);
});
