import { describe, expect, it } from "vitest";
import { mapEvent } from "@/lib/forwarding/mapping/map-event";
import { brazeEvent } from "@/tools/testing/mapped-event";
import { PLAIN_MAPPING } from "@/tools/testing/plain-mapping";

describe("what Heap does not get", () => {
  const leftOutOf = (properties: Record<string, unknown>) => {
    const mapped = mapEvent(brazeEvent({ properties }), PLAIN_MAPPING);
    if (mapped.outcome !== "forward") throw new Error(`it is ${mapped.outcome}`);
    return { leftOut: mapped.leftOut, ...mapped.heap.properties };
  };

  it("is nothing as a rule", () => {
    expect(leftOutOf({ a: "x".repeat(1_023), list: ["a", "b"] }).leftOut).toBeUndefined();
  });

  it("is told: the end of a text, and whole items of a list", () => {
    const list = ["x".repeat(600), "y".repeat(2_000), "z".repeat(400), "w".repeat(100), "v"];
    expect(leftOutOf({ long: "x".repeat(2_000), list })).toMatchObject({
      list: `${"x".repeat(600)}||${"z".repeat(400)}`,
      leftOut: [
        { name: "long", kind: "characters", count: 977 },
        { name: "list", kind: "items", count: 3 },
      ],
    });
  });

  it("is told also when nothing of a list fits; a value whose name is taken twice gets a number", () => {
    expect(leftOutOf({ list: ["x".repeat(2_000)] })).toMatchObject({
      leftOut: [{ name: "list", kind: "items", count: 1 }],
    });
    expect(leftOutOf({ a: { b: 1 }, "a.b": 2, "properties.a.b": 3 })).toMatchObject({
      "a.b": 1,
      "properties.a.b": 2,
      leftOut: undefined,
    });
    expect(leftOutOf({ "a.b": 1, "properties.a.b": 2, a: { b: 3 } })).toMatchObject({
      "properties.a.b.2": 3,
      leftOut: undefined,
    });
  });
});
