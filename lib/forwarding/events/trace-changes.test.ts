import fc from "fast-check";
import { expect, test } from "vitest";
import { type Mapping, mapEvent } from "@/lib/forwarding/mapping/map-event";
import { PLAIN_MAPPING } from "@/tools/testing/plain-mapping";
import { traceChanges } from "./trace-changes";

const mapping = { ...PLAIN_MAPPING, prefix: "braze-" };

function trace(
  properties: Record<string, unknown>,
  user: Record<string, unknown> = {},
  used: Mapping = mapping,
  more: object = {},
) {
  const raw = {
    ...more,
    id: "event-0001",
    event_type: "users.behaviors.CustomEvent",
    time: 1_790_000_000,
    user: { external_user_id: "anna", ...user },
    properties,
  };
  const mapped = mapEvent(raw, used);
  if (mapped.outcome !== "forward") throw new Error("it was not forwarded");
  const changes = traceChanges(raw, used, mapped.heap);
  return { sent: mapped.heap.properties, changes };
}

const told = (properties: Record<string, unknown>, user = {}, used: Mapping = mapping) =>
  Object.fromEntries(
    trace(properties, user, used).changes.map(({ path, name, change }) => [path.join("/"), [change, name]]),
  );

test("each way a value can change on its way to Heap is reported", () => {
  expect(
    told(
      {
        name: "Order",
        campaign: { id: "c", tags: ["a", "b"] },
        custom_properties: { plan: "gold", name: "taken", address: { city: "Ulm" } },
        is_test: true,
        long: "x".repeat(2_000),
        none: null,
        empty: [],
      },
      { device_id: "d-1", user_id: "b-1" },
    ),
  ).toEqual({
    "user/device_id": ["renamed", "braze-device_id"],
    "user/user_id": ["renamed", "braze-user_id"],
    "properties/name": ["renamed", "braze-name"],
    "properties/campaign/id": ["flattened", "braze-campaign.id"],
    "properties/campaign/tags": ["joined", "braze-campaign.tags"],
    "properties/custom_properties/plan": ["lifted", "braze-plan"],
    "properties/custom_properties/name": ["lifted", "braze-custom_properties.name"],
    "properties/custom_properties/address/city": ["flattened", "braze-address.city"],
    "properties/is_test": ["text", "braze-is_test"],
    "properties/long": ["cut", "braze-long"],
    "properties/none": ["dropped", null],
    "properties/empty": ["dropped", null],
  });
  expect(told({ plan: "gold" }, {}, { ...mapping, prefix: null })["properties/plan"]).toEqual([
    "kept",
    "plan",
  ]);
});

test("each value in a list of objects is traced to the property of its key, and the list to the number of its items", () => {
  const list = [{ sku: "a", size: { eu: 42 }, note: null }, { sku: "b", tags: ["x"] }, { count: 3 }];
  expect(told({ list, custom_properties: { "list.sku": 1, items: [{ a: 1 }] } })).toEqual({
    "properties/list": ["counted", "braze-list.count"],
    "properties/list/0/sku": ["joined", "braze-list.sku"],
    "properties/list/0/size/eu": ["joined", "braze-list.size.eu"],
    "properties/list/0/note": ["dropped", null],
    "properties/list/1/sku": ["joined", "braze-list.sku"],
    "properties/list/1/tags": ["joined", "braze-list.tags"],
    "properties/list/2/count": ["joined", "braze-properties.list.count"],
    "properties/custom_properties/list.sku": ["lifted", "braze-custom_properties.list.sku"],
    "properties/custom_properties/items": ["counted", "braze-items.count"],
    "properties/custom_properties/items/0/a": ["joined", "braze-items.a"],
  });
});

test("keys that Braze does not document are traced, and a machine's event keeps its marks", () => {
  const used = { ...mapping, machineEvents: "mark" } as const;
  const { changes } = trace({ machine_open: "true" }, { alias: "al" }, used, {
    workspace: { id: 7 },
    beta: true,
  });
  expect(changes.map(({ path, name, change }) => [path.join("/"), change, name])).toEqual([
    ["user/alias", "renamed", "braze-alias"],
    ["properties/machine_open", "renamed", "braze-machine_open"],
    ["workspace/id", "flattened", "braze-workspace.id"],
    ["beta", "text", "braze-beta"],
  ]);
});

test("a value that is left out takes no name from another one", () => {
  expect(told({ plan: [], custom_properties: { plan: "gold" } })).toMatchObject({
    "properties/plan": ["dropped", null],
    "properties/custom_properties/plan": ["lifted", "braze-plan"],
  });
});

test("whatever the properties, every property in Heap is traced to at most the values that made it, and none is invented", () => {
  const names = fc.constantFrom("a", "b", "a.b", "custom_properties", "__proto__", "event_type", "");
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.string({ maxLength: 5 }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.oneof(fc.string({ maxLength: 3 }), fc.constant(null)), { maxLength: 3 }),
      tie("object"),
      fc.array(fc.oneof(tie("object"), fc.constant(null)), { maxLength: 3 }),
    ),
    object: fc.dictionary(names, tie("value"), { maxKeys: 4 }),
  }));
  fc.assert(
    fc.property(fc.dictionary(names, value, { maxKeys: 5 }), (properties) => {
      const { sent, changes } = trace(properties);
      const toldNames = changes.flatMap(({ name }) => name ?? []);
      const apart = changes.filter(({ path }) => !path.some((key) => typeof key === "number"));
      const apartNames = apart.flatMap(({ name }) => name ?? []);
      expect(new Set(apartNames).size).toBe(apartNames.length);
      const added = new Set(["braze-event_type", "braze-event_id"]);
      expect(Object.keys(sent).filter((name) => !toldNames.includes(name) && !added.has(name))).toEqual([]);
      expect(toldNames.filter((name) => !Object.hasOwn(sent, name))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
