import { describe, expect, it } from "vitest";
import { mapEvent } from "@/lib/forwarding/mapping/map-event";
import { brazeEvent, mappedEvent, mappedProperties } from "@/tools/testing/mapped-event";
import { PLAIN_MAPPING } from "@/tools/testing/plain-mapping";

describe("properties", () => {
  it("are flat", () => {
    const flat = mappedProperties({
      text: "a",
      number: 1.5,
      yes: true,
      no: false,
      nothing: null,
      list: ["a", 2, null, true, { b: 1 }, ["c"]],
      empty: [],
      outer: { inner: { deep: 1 }, flag: false },
    });

    expect(flat).toMatchObject({
      text: "a",
      number: 1.5,
      yes: "true",
      no: "false",
      list: 'a||2||true||{"b":1}||["c"]',
      "outer.inner.deep": 1,
      "outer.flag": "false",
    });
    expect(flat).not.toHaveProperty("nothing");
    expect(flat).not.toHaveProperty("empty");
  });

  it("of custom events and purchases move to the top level", () => {
    expect(
      mappedProperties({
        custom_properties: { sku: "s-1", size: { eu: 42 } },
        purchase_properties: { gift: true },
      }),
    ).toMatchObject({ sku: "s-1", "size.eu": 42, gift: "true" });
  });

  it("keep their path when their name is taken", () => {
    const flat = mappedProperties({
      name: "own",
      timezone: "mine",
      custom_properties: { name: "custom", event_type: "custom", shared: 1 },
      purchase_properties: { shared: 2 },
    });

    expect(flat).toMatchObject({
      name: "own",
      "custom_properties.name": "custom",
      "custom_properties.event_type": "custom",
      shared: 1,
      "purchase_properties.shared": 2,
      timezone: "Europe/Paris",
      "properties.timezone": "mine",
      event_type: "users.messages.email.Open",
    });
  });

  it("that are not objects are not lifted", () => {
    expect(mappedProperties({ custom_properties: "text" })).toMatchObject({ custom_properties: "text" });
  });

  it("are cut to Heap's limit, never through a character", () => {
    const flat = mappedProperties({ long: `${"x".repeat(1022)}😀`, [`${"k".repeat(2000)}`]: 1 });

    expect(flat.long).toBe("x".repeat(1022));
    expect(Object.keys(flat).every((key) => key.length <= 1023)).toBe(true);
  });

  it("named like parts of an object are only names", () => {
    const hostile = JSON.parse('{"__proto__":"a","constructor":"b","hasOwnProperty":1,"toString":{"x":2}}');
    const flat = mappedProperties(hostile);

    expect(Object.entries(flat)).toEqual(
      expect.arrayContaining([
        ["__proto__", "a"],
        ["constructor", "b"],
        ["hasOwnProperty", 1],
        ["toString.x", 2],
      ]),
    );
    expect(JSON.parse(JSON.stringify(flat))).toEqual(flat);
  });

  it("nested absurdly deep cost nothing", () => {
    const depth = 100_000;
    const objects = JSON.parse(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`);
    const lists = JSON.parse("[".repeat(depth) + "]".repeat(depth));

    expect(Object.values(mappedProperties({ objects, lists }))).toContain("[nested too deep]");
  });

  it("with numbers that JSON cannot write back become text", () => {
    expect(mappedProperties(JSON.parse('{"huge":1e999}'))).toMatchObject({ huge: "Infinity" });
  });
});

describe("keys that Braze does not document", () => {
  it("are kept beside the properties, and of the user, like those inside", () => {
    const heap = mappedEvent({
      workspace: { id: "w-1", tags: ["a", "b"] },
      campaign_name: "outer",
      user: { external_user_id: "ada", alias: "al", age: 7 },
    });

    expect(heap.properties).toMatchObject({
      "workspace.id": "w-1",
      "workspace.tags": "a||b",
      campaign_name: "Spring",
      "event.campaign_name": "outer",
      alias: "al",
      age: 7,
    });
  });
});

describe("what one event may cost", () => {
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`p${n}`, n]));

  it.each([
    ["properties", many(2_001)],
    ["members of an object", { nested: many(2_001) }],
    ["items that show nothing", { list: Array.from({ length: 2_001 }, () => null) }],
    ["values within an item", { list: [many(2_001)] }],
  ])("has a limit: too many %s are quarantined, not cut", (_, properties) => {
    expect(mapEvent(brazeEvent({ properties }), PLAIN_MAPPING)).toMatchObject({
      outcome: "quarantined",
      field: "properties",
      reason: "more than 2,000 values",
    });
  });

  it("is far above any real event", () => {
    expect(mapEvent(brazeEvent({ properties: many(1_990) }), PLAIN_MAPPING)).toMatchObject({
      outcome: "forward",
    });
  });

  it("does not grow with a long name for each value below it", () => {
    const names = Object.keys(mappedProperties({ ["n".repeat(5_000)]: { a: 1, b: 2 } }));
    expect(names.filter((name) => name.startsWith("nnn"))).toEqual(["n".repeat(1_023)]);
  });
});
