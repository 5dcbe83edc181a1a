import { describe, expect, it } from "vitest";
import { mapEvent } from "@/lib/forwarding/mapping/map-event";
import { isStorableText } from "@/lib/kernel/storable-text";
import { PLAIN_MAPPING } from "@/tools/testing/plain-mapping";

const PLAIN = PLAIN_MAPPING;

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
          event_id: "3f0c9a52-0001",
          device_id: "d-1",
          timezone: "Europe/Paris",
          user_id: "b-1",
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
      "braze-event_id",
      "braze-device_id",
      "braze-timezone",
      "braze-user_id",
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
    const heap = forwarded({}, { ...PLAIN, identityField: "user_id" });

    expect(heap.identity).toBe("b-1");
    expect(heap.properties).toMatchObject({ external_user_id: "ada" });
    expect(heap.properties).not.toHaveProperty("user_id");
  });

  it("has a prefix of its own on the names of Braze's events, so that a custom event is told apart", () => {
    const mapping = { ...PLAIN, catalogPrefix: "Braze: " };
    const custom = { event_type: "users.behaviors.CustomEvent", properties: { name: "Email Open" } };

    expect(forwarded({}, mapping).event).toBe("Braze: Email Open");
    expect(forwarded(custom, mapping).event).toBe("Email Open");
    expect(forwarded({ ...custom, properties: {} }, mapping).event).toBe("Braze: Custom Event");
    expect(forwarded({}, { ...mapping, prefix: "b-" })).toMatchObject({
      event: "Braze: Email Open",
      properties: { "b-campaign_name": "Spring" },
    });
    expect(forwarded(custom, { ...mapping, prefix: "b-" }).event).toBe("b-Email Open");
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

describe("a list of objects", () => {
  const products = Array.from({ length: 6 }, (_, n) => ({
    product_id: `SKU-${n}`,
    price: n + 0.5,
    gift: n === 0,
    size: { eu: 40 + n },
    tags: ["a", "b"],
    note: null,
  }));

  it("becomes one property for each key, and the number of its items", () => {
    const flat = propertiesOf({ custom_properties: { products } });

    expect(flat).toMatchObject({
      "products.count": 6,
      "products.product_id": "SKU-0||SKU-1||SKU-2||SKU-3||SKU-4||SKU-5",
      "products.price": "0.5||1.5||2.5||3.5||4.5||5.5",
      "products.gift": "true||false||false||false||false||false",
      "products.size.eu": "40||41||42||43||44||45",
      "products.tags": Array.from({ length: 6 }, () => '["a","b"]').join("||"),
    });
    expect(flat).not.toHaveProperty("products");
    expect(flat).not.toHaveProperty("products.note");
  });

  it("keeps the place of an item that lacks a key", () => {
    expect(propertiesOf({ list: [{ a: 1 }, { b: "x" }, null, { a: 2, b: "" }] })).toMatchObject({
      "list.count": 3,
      "list.a": "1||||2",
      "list.b": "||x||",
    });
  });

  it("whose items have a count keeps it under its path, and the number of items its name", () => {
    expect(propertiesOf({ list: [{ count: 7 }, { count: 8 }] })).toMatchObject({
      "list.count": 2,
      "properties.list.count": "7||8",
    });
  });

  it("is not cut inside an item: what does not fit is left out and counted", () => {
    const list = Array.from({ length: 300 }, (_, n) => ({ id: `item-${n}`, n: 1 }));
    const mapped = mapEvent(event({ properties: { list } }), PLAIN);
    if (mapped.outcome !== "forward") throw new Error("it was not forwarded");

    const { properties } = mapped.heap;
    const sent = String(properties["list.id"]).split("||");
    expect(sent).toEqual(list.slice(0, sent.length).map(({ id }) => id));
    expect(properties).toMatchObject({ "list.count": 300, "list.n": Array(300).fill("1").join("||") });
    expect(mapped.leftOut).toEqual([{ name: "list.id", kind: "items", count: 300 - sent.length }]);
  });

  it("of any length is forwarded", () => {
    const list = Array.from({ length: 5_000 }, (_, n) => ({
      id: n,
      price: 9.99,
      quantity: 1,
      name: `n${n}`,
    }));
    expect(propertiesOf({ list, other: "kept" })).toMatchObject({ "list.count": 5_000, other: "kept" });
  });

  it("beside other values is a list of texts", () => {
    expect(propertiesOf({ list: [{ a: 1 }, 2] })).toMatchObject({ list: '{"a":1}||2' });
  });
});

describe("what Heap does not get", () => {
  const leftOutOf = (properties: Record<string, unknown>) => {
    const mapped = mapEvent(event({ properties }), PLAIN);
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

  it("is told also when nothing of a list fits, or a value has no free name", () => {
    expect(leftOutOf({ list: ["x".repeat(2_000)] })).toMatchObject({
      leftOut: [{ name: "list", kind: "items", count: 1 }],
    });
    expect(leftOutOf({ a: { b: 1 }, "a.b": 2, "properties.a.b": 3 })).toMatchObject({
      "a.b": 1,
      "properties.a.b": 2,
      leftOut: undefined,
    });
    expect(leftOutOf({ "a.b": 1, "properties.a.b": 2, a: { b: 3 } })).toMatchObject({
      leftOut: [{ name: "properties.a.b", kind: "value", count: 1 }],
    });
  });
});

describe("keys that Braze does not document", () => {
  it("are kept beside the properties, and of the user, like those inside", () => {
    const heap = forwarded({
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

describe("an opened mail or a followed link that a machine caused", () => {
  const open = { properties: { machine_open: "true" } };
  const click = { properties: { is_suspected_bot_click: true } };

  it("is forwarded, marked or left out, as the source asks", () => {
    expect(forwarded(open).properties).not.toHaveProperty("is_machine");

    const mark = { ...PLAIN, machineEvents: "mark", prefix: "b-" } as const;
    expect(forwarded(open, mark).properties).toMatchObject({
      "b-is_machine": "true",
      "b-machine_open": "true",
    });
    expect(forwarded(click, mark).properties).toMatchObject({ "b-is_machine": "true" });
    expect(forwarded({}, mark).properties).not.toHaveProperty("b-is_machine");

    const drop = { ...PLAIN, machineEvents: "drop" } as const;
    expect(mapEvent(event(open), drop)).toMatchObject({ outcome: "filtered", reason: "machine open" });
    expect(mapEvent(event(click), drop)).toMatchObject({
      outcome: "filtered",
      reason: "suspected bot click",
    });
    expect(mapEvent(event(), drop)).toMatchObject({ outcome: "forward" });
  });
});

describe("a time from the future", () => {
  const now = Date.UTC(2026, 10, 27);
  const at = (ms: number) => mapEvent(event({ time: Math.floor(ms / 1_000) }), PLAIN, now);

  it("is quarantined when it is more than a day ahead, and fit once it has come", () => {
    const day = 24 * 60 * 60 * 1_000;
    expect(at(now + day)).toMatchObject({ outcome: "forward" });
    expect(at(now + day + 1_000)).toMatchObject({
      outcome: "quarantined",
      field: "time",
      reason: "from the future: more than a day ahead",
      identity: "ada",
    });
    const sample = event({ time: 2_033_802_504 });
    expect(mapEvent(sample, PLAIN)).toMatchObject({ outcome: "quarantined", field: "time" });
    expect(mapEvent(sample, PLAIN, 2_033_802_504_000)).toMatchObject({ outcome: "forward" });
  });
});

describe("a message about a user", () => {
  it.each([
    ["users.UserDeleteRequest", "a request to delete the user, no event of one"],
    ["users.UserOrphan", "users were merged in Braze, no event of one"],
  ])("of the type %s is never an event of that user, whatever the settings", (type, reason) => {
    const raw = event({ event_type: type });
    for (const mapping of [PLAIN, { ...PLAIN, identityField: "user_id", eventTypes: [type] } as const]) {
      expect(mapEvent(raw, mapping)).toMatchObject({ outcome: "filtered", reason });
    }
  });
});

describe("an identity", () => {
  const withId = (external_user_id: unknown, mapping = PLAIN) =>
    mapEvent(event({ user: { external_user_id } }), mapping);

  it("is trimmed and otherwise unchanged", () => {
    expect(withId("  Ada Lovelace ")).toMatchObject({ heap: { identity: "Ada Lovelace" } });
  });

  it("is the same person with an invisible character at its end", () => {
    expect(withId("ada\u200b")).toMatchObject({ heap: { identity: "ada" } });
    expect(withId("\ufeffada\u200e ")).toMatchObject({ heap: { identity: "ada" } });
    expect(withId("a\u200bda")).toMatchObject({ heap: { identity: "a\u200bda" } });
  });

  it("may be what the source allows, and not what it adds to the placeholders", () => {
    const rules = { ...PLAIN, placeholders: ["ada"], allowedIdentities: ["test"] };
    expect(withId("Test", rules)).toMatchObject({ heap: { identity: "Test" } });
    expect(withId("Ada", rules)).toMatchObject({ outcome: "quarantined", identity: "Ada" });
  });

  it("of an event with the Braze id of Braze's samples is nobody's", () => {
    const user = { user_id: "639a35d192b0df004d06514c", external_user_id: "ada" };
    expect(mapEvent(event({ user }), PLAIN)).toMatchObject({ outcome: "quarantined", field: "user.user_id" });
    expect(mapEvent(event({ user }), { ...PLAIN, identityField: "user_id" })).toMatchObject({
      outcome: "quarantined",
      field: "user.user_id",
    });
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
    "0",
    "n/a",
    "[object Object]",
    "00000000-0000-0000-0000-000000000000",
    "639a35d192b0df004d06514c",
    "test\u200b",
    "\u200b",
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
