import { describe, expect, it } from "vitest";
import { type Mapping, mapEvent } from "@/lib/forwarding/mapping/map-event";
import { isStorableText } from "@/lib/kernel/storable-text";

const PLAIN: Mapping = { identityField: "external_user_id", prefix: null, eventTypes: null };

function event(change: Record<string, unknown> = {}) {
  return {
    id: "3f0c9a52-0001",
    event_type: "users.messages.email.Open",
    time: 1_760_000_000,
    user: { user_id: "b-1", external_user_id: "ada", device_id: "d-1", timezone: "Europe/Paris" },
    properties: { campaign_name: "Spring" },
    ...change,
  };
}

function forwarded(change: Record<string, unknown> = {}, mapping = PLAIN) {
  const mapped = mapEvent(event(change), mapping);
  if (mapped.outcome !== "forward") throw new Error(`${mapped.outcome}: ${mapped.reason}`);
  return mapped.heap;
}

function propertiesOf(properties: unknown) {
  return forwarded({ properties }).properties;
}

describe("a forwarded event", () => {
  it("is Braze's event in Heap's terms", () => {
    expect(mapEvent(event(), PLAIN)).toEqual({
      outcome: "forward",
      braze: { id: "3f0c9a52-0001", type: "users.messages.email.Open", timeMs: 1_760_000_000_000 },
      heap: {
        identity: "ada",
        event: "Email Open",
        timestamp: "2025-10-09T08:53:20.000Z",
        properties: {
          event_type: "users.messages.email.Open",
          device_id: "d-1",
          timezone: "Europe/Paris",
          campaign_name: "Spring",
        },
        idempotencyKey: "3f0c9a52-0001",
      },
    });
  });

  it("carries the prefix on its name and on every property", () => {
    const heap = forwarded({}, { ...PLAIN, prefix: "braze-" });

    expect(heap.event).toBe("braze-Email Open");
    expect(Object.keys(heap.properties)).toEqual([
      "braze-event_type",
      "braze-device_id",
      "braze-timezone",
      "braze-campaign_name",
    ]);
  });

  it("has the name a custom event carries", () => {
    const custom = { event_type: "users.behaviors.CustomEvent" };

    expect(forwarded({ ...custom, properties: { name: " Cart filled " } }).event).toBe("Cart filled");
    expect(forwarded({ ...custom, properties: { name: "" } }).event).toBe("Custom Event");
    expect(forwarded({ ...custom, properties: null }).event).toBe("Custom Event");
    expect(forwarded({ properties: { name: "Not mine" } }).event).toBe("Email Open");
  });

  it("has a name even when its type is unknown", () => {
    expect(forwarded({ event_type: "users.messages.fax.PaperJam" }).event).toBe("Fax Paper Jam");
  });

  it("has an idempotency key that Heap accepts and that never changes", () => {
    expect(forwarded({ id: "7" }).idempotencyKey).toBe("braze-event-7");
    expect(forwarded({ id: "12345678" }).idempotencyKey).toBe("12345678");
  });

  it("may be identified by Braze's own user id", () => {
    expect(forwarded({}, { ...PLAIN, identityField: "user_id" }).identity).toBe("b-1");
  });
});

describe("properties", () => {
  it("are flat", () => {
    const flat = propertiesOf({
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
      propertiesOf({
        custom_properties: { sku: "s-1", size: { eu: 42 } },
        purchase_properties: { gift: true },
      }),
    ).toMatchObject({ sku: "s-1", "size.eu": 42, gift: "true" });
  });

  it("keep their path when their name is taken", () => {
    const flat = propertiesOf({
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
    expect(propertiesOf({ custom_properties: "text" })).toMatchObject({ custom_properties: "text" });
  });

  it("are cut to Heap's limit, never through a character", () => {
    const flat = propertiesOf({ long: `${"x".repeat(1022)}😀`, [`${"k".repeat(2000)}`]: 1 });

    expect(flat.long).toBe("x".repeat(1022));
    expect(Object.keys(flat).every((key) => key.length <= 1023)).toBe(true);
  });

  it("named like parts of an object are only names", () => {
    const hostile = JSON.parse('{"__proto__":"a","constructor":"b","hasOwnProperty":1,"toString":{"x":2}}');
    const flat = propertiesOf(hostile);

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

    expect(Object.values(propertiesOf({ objects, lists }))).toContain("[nested too deep]");
  });

  it("with numbers that JSON cannot write back become text", () => {
    expect(propertiesOf(JSON.parse('{"huge":1e999}'))).toMatchObject({ huge: "Infinity" });
  });
});

describe("an identity", () => {
  const withId = (external_user_id: unknown, mapping = PLAIN) =>
    mapEvent(event({ user: { external_user_id } }), mapping);

  it("is trimmed and otherwise unchanged", () => {
    expect(withId("  Ada Lovelace ")).toMatchObject({ heap: { identity: "Ada Lovelace" } });
  });

  it.each([undefined, null])("that is %s makes an anonymous event, which is filtered", (id) => {
    expect(withId(id)).toMatchObject({ outcome: "filtered", reason: "anonymous: no external_user_id" });
  });

  it.each([
    "",
    "  ",
    "[REDACTED]",
    "undefined",
    "null",
    "NULL",
    "external_user_id",
    "guest",
    "x".repeat(256),
    "a\0b",
    "\ud83d",
  ])("of %j is quarantined", (id) => {
    const mapped = withId(id);

    expect(mapped).toMatchObject({ outcome: "quarantined", field: "user.external_user_id" });
    expect(mapped.outcome === "quarantined" && isStorableText(mapped.identity ?? "")).toBe(true);
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
    expect(mapEvent(event({ properties }), PLAIN)).toMatchObject({
      outcome: "quarantined",
      field: "properties",
      reason: "more than 2,000 values",
    });
  });

  it("is far above any real event", () => {
    expect(mapEvent(event({ properties: many(1_990) }), PLAIN)).toMatchObject({ outcome: "forward" });
  });

  it("does not grow with a long name for each value below it", () => {
    const names = Object.keys(propertiesOf({ ["n".repeat(5_000)]: { a: 1, b: 2 } }));
    expect(names.filter((name) => name.startsWith("nnn"))).toEqual(["n".repeat(1_023)]);
  });
});

describe("the order of decisions", () => {
  it("quarantines what cannot be read, before anything else", () => {
    expect(mapEvent({ ...event(), time: "soon" }, { ...PLAIN, eventTypes: [] })).toMatchObject({
      outcome: "quarantined",
      id: "3f0c9a52-0001",
      field: "time",
    });
  });

  it("filters a type that is not selected, whoever it is about", () => {
    const mapping = { ...PLAIN, eventTypes: ["users.messages.email.Send"] };

    expect(mapEvent(event({ user: { external_user_id: "null" } }), mapping)).toMatchObject({
      outcome: "filtered",
      reason: "event type not selected",
    });
  });
});
