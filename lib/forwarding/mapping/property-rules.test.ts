import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PERSONAL_DATA } from "@/lib/vendors/braze/personal-data";
import { PLAIN_MAPPING } from "@/tools/testing/plain-mapping";
import { type Mapping, mapEvent } from "./map-event";
import type { PropertyRule } from "./property-rules";

const SALT = "the customer's salt";

function rawOf(properties: object, user: object = {}) {
  return {
    id: "0b1e6f10-0000-4000-8000-000000000001",
    event_type: "users.messages.email.Open",
    time: 1_790_000_000,
    user: { external_user_id: "anna", ...user },
    properties,
  };
}

function forward(properties: object, settings: Partial<Mapping> = {}, user: object = {}) {
  const mapped = mapEvent(rawOf(properties, user), { ...PLAIN_MAPPING, hashSalt: SALT, ...settings });
  if (mapped.outcome !== "forward") throw new Error(`it is ${mapped.outcome}`);
  return mapped;
}

const rules = (...propertyRules: PropertyRule[]) => ({ propertyRules });
const drop = (pattern: string): PropertyRule => ({ pattern, action: "drop" });
const hash = (pattern: string): PropertyRule => ({ pattern, action: "hash" });
const keep = (pattern: string): PropertyRule => ({ pattern, action: "keep" });

describe("rules for properties", () => {
  test("what is dropped does not reach Heap, and it is said which rule did it", () => {
    const { heap, ruled } = forward(
      { email_address: "a@b.example", campaign_name: "Autumn" },
      rules(drop("*EMAIL*")),
    );
    expect(heap.properties).toMatchObject({ campaign_name: "Autumn" });
    expect(heap.properties).not.toHaveProperty("email_address");
    expect(ruled).toEqual([{ name: "email_address", action: "drop", pattern: "*EMAIL*", count: 1 }]);
  });

  test("the first rule that matches decides", () => {
    const { heap } = forward({ email: "a", other_email: "b" }, rules(keep("email"), drop("*email")));
    expect(heap.properties).toMatchObject({ email: "a" });
    expect(heap.properties).not.toHaveProperty("other_email");
  });

  test("they know names before prefix and renaming, in lists and in objects, and hold for what is below a name", () => {
    const properties = {
      products: [
        { sku: "S-1", email: "a@b.example" },
        { sku: "S-2", email: "c@d.example" },
      ],
      address: { city: "Bern", geo: { lat: 1 } },
      custom_properties: { address: { zip: "3000" }, plan: "gold", email: "x@y.example" },
    };
    const { heap, ruled } = forward(properties, {
      ...rules(drop("products.email"), drop("address"), drop("email")),
      prefix: "braze-",
      propertyNames: [{ from: "email", to: "Mail" }],
    });
    expect(heap.properties).toMatchObject({
      "braze-products.sku": "S-1||S-2",
      "braze-products.count": 2,
      "braze-plan": "gold",
    });
    expect(JSON.stringify(heap)).not.toMatch(/example|Bern|3000|lat/);
    expect(ruled?.map(({ name, count }) => [name, count])).toEqual([
      ["products.email", 2],
      ["address.city", 1],
      ["address.geo.lat", 1],
      ["address.zip", 1],
      ["email", 1],
    ]);
  });

  test("they hold inside what is written as one text", () => {
    const properties = {
      mixed: ["a", { email: "a@b.example", sku: "S" }],
      orders: [{ lines: [{ email: "c@d.example" }] }],
    };
    const { heap } = forward(properties, rules(drop("*.email")));
    expect(heap.properties).toMatchObject({ mixed: 'a||{"sku":"S"}', "orders.lines": "[{}]" });
  });

  test("the same value has the same hash wherever it is; another customer's differs", () => {
    const properties = { phone: "+41 1", list: ["+41 1", "+41 2"], rows: [{ phone: "+41 1" }] };
    const settings = rules(hash("phone"), hash("list"), hash("rows.phone"));
    const { heap } = forward(properties, settings);
    const { phone, list } = heap.properties;
    expect(phone).toMatch(/^[0-9a-f]{64}$/);
    expect(String(list).split("||")).toEqual([phone, expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(heap.properties["rows.phone"]).toBe(phone);
    expect(forward(properties, settings).heap).toEqual(heap);
    expect(forward(properties, { ...settings, hashSalt: "another" }).heap.properties.phone).not.toBe(phone);
  });

  test("nothing is hashed without a salt: it is dropped", () => {
    const { heap } = forward({ phone: "+41 1" }, { ...rules(hash("phone")), hashSalt: null });
    expect(heap.properties).not.toHaveProperty("phone");
  });

  test("the identity and the event's name are never touched", () => {
    const raw = forward({ name: "x" }, rules(drop("*")), { user_id: "b" });
    expect(raw.heap).toMatchObject({ identity: "anna", event: "Email Open", properties: {} });
  });

  test("personal data of Currents is dropped or hashed by the recommended rules, the rest stays", () => {
    const personal = {
      ...{
        email_address: "a",
        to_phone_number: "a",
        push_token: "a",
        message_body: "a",
        answer_long_string: "a",
      },
      ...{
        input: "a",
        output: "a",
        channel_identifier: "a",
        ip_address: "a",
        latitude: 1,
        message_extras: "a",
      },
    };
    const plain = {
      campaign_name: "a",
      from_phone_number: "a",
      sending_ip: "a",
      email_subject: "a",
      price: 2,
    };
    const { heap } = forward({ ...personal, ...plain }, { protectsPersonalData: true }, { device_id: "d" });
    const { event_type: _, event_id: __, device_id, ...properties } = heap.properties;
    expect(properties).toEqual(plain);
    expect(device_id).toMatch(/^[0-9a-f]{64}$/);
    expect(PERSONAL_DATA.length).toBeGreaterThan(20);
  });

  test("names that cost too much to compare with the rules make an event unfit; without rules it is sent", () => {
    const names = (count: number, length: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`x${n}${".a".repeat(length / 2)}`, 1]));
    const costly = fc.constantFrom(names(4, 900_000), names(1_900, 1_000));
    const mapped = (properties: object, settings: Partial<Mapping>) =>
      mapEvent(rawOf(properties), { ...PLAIN_MAPPING, ...settings });
    fc.assert(
      fc.property(costly, (properties) => {
        expect(mapped(properties, { protectsPersonalData: true })).toMatchObject({
          outcome: "quarantined",
          field: "properties",
          reason: "names too long to compare with the source's rules",
        });
        expect(mapped(properties, {}).outcome).toBe("forward");
      }),
      { numRuns: 4 },
    );
    expect(mapped(names(250, 250), { protectsPersonalData: true }).outcome).toBe("forward");
  });

  test("a name that becomes plain on the way is known to rules, new names and Heap alike", () => {
    const unseen = fc.array(fc.constantFrom(" ", "\t", "\0", "\u200b", "\u202e", "\ufeff", "\u00a0"), {
      maxLength: 3,
    });
    const around = (name: string) =>
      fc.tuple(unseen, unseen).map(([before, after]) => before.join("") + name + after.join(""));
    const withNul = (name: string) =>
      fc.nat(name.length).map((at) => `${name.slice(0, at)}\0${name.slice(at)}`);
    const spelled = (name: string) => fc.oneof(around(name), withNul(name).chain(around));
    const value = "a@b.example";
    const shapes = fc
      .tuple(spelled("email"), spelled("x"))
      .chain(([email, x]) =>
        fc.constantFrom<Record<string, unknown>>(
          { [email]: value },
          { [email]: [value, value] },
          { [email]: { [x]: value } },
          { [x]: { [email]: value } },
          { [x]: [{ [email]: value }] },
          { [x]: [{ [x]: { [email]: value } }] },
          { [x]: ["a", { [email]: value }] },
          { custom_properties: { [email]: value } },
        ),
      );
    fc.assert(
      fc.property(shapes, spelled("plan"), (properties, plan) => {
        const { heap } = forward(
          { ...properties, [plan]: "gold" },
          { protectsPersonalData: true, propertyNames: [{ from: "plan", to: "Plan" }], prefix: "braze-" },
        );
        expect(JSON.stringify(heap)).not.toContain(value);
        expect(heap.properties.Plan).toBe("gold");
      }),
      { numRuns: 500 },
    );
    const { user: _, ...beside } = { ...rawOf({}), user: null, " email": value };
    const mapped = mapEvent(
      { ...beside, user: { external_user_id: "anna", "device_id\0": "d", "email ": value } },
      { ...PLAIN_MAPPING, protectsPersonalData: true },
    );
    expect(mapped).toMatchObject({ outcome: "forward", ruled: expect.any(Array) });
    expect(JSON.stringify("heap" in mapped && mapped.heap)).not.toMatch(/example|device/);
  });

  test("two names that become one keep both values", () => {
    const { heap, leftOut } = forward({ plan: "a", "plan ": "b" });
    expect(heap.properties).toMatchObject({ plan: "a", "properties.plan": "b" });
    expect(leftOut).toBeUndefined();
  });

  test("a source's own rules come before the recommended ones", () => {
    const { heap } = forward({ email: "a" }, { ...rules(keep("email")), protectsPersonalData: true });
    expect(heap.properties.email).toBe("a");
  });

  test("nothing disappears but what a rule names", () => {
    const name = fc.constantFrom("a", "b", "email", "x.email", "c", "custom");
    const leaf = fc.oneof(fc.string({ maxLength: 5 }), fc.integer(), fc.boolean());
    const value = fc.oneof(
      leaf,
      fc.dictionary(name, leaf, { maxKeys: 3 }),
      fc.array(leaf, { maxLength: 3 }),
      fc.array(fc.dictionary(name, leaf, { maxKeys: 3 }), { maxLength: 3 }),
    );
    const rule = fc.record({
      pattern: fc.constantFrom("*email", "a", "*.b", "c*", "custom", "*"),
      action: fc.constantFrom("drop", "hash", "keep"),
    });
    fc.assert(
      fc.property(
        fc.dictionary(name, value),
        fc.array(rule, { maxLength: 3 }),
        (properties, propertyRules) => {
          const plain = forward(properties).heap.properties;
          const { heap, ruled = [] } = forward(properties, {
            propertyRules: propertyRules as PropertyRule[],
          });
          const named = new Set(ruled.map((one) => one.name));
          const dropped = new Set(ruled.flatMap((one) => (one.action === "drop" ? one.name : [])));
          for (const [key, was] of Object.entries(plain)) {
            // Two properties with one name keep their path.
            const own = [key, key.replace(/^properties\./, "")];
            if (own.some((one) => named.has(one))) continue;
            expect(heap.properties[key]).toEqual(was);
          }
          for (const key of Object.keys(heap.properties)) expect(dropped.has(key)).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("new names", () => {
  const named = (from: string, to: string) => ({ propertyNames: [{ from, to }] });

  test("a property and an event type have the whole name that a person gave them", () => {
    const { heap } = forward(
      { campaign_name: "Autumn", other: "x" },
      {
        ...named("campaign_name", "Campaign"),
        eventNames: [{ from: "users.messages.email.Open", to: "Opened an email" }],
        prefix: "braze-",
        catalogPrefix: "Braze: ",
      },
    );
    expect(heap.event).toBe("Opened an email");
    expect(heap.properties).toMatchObject({ Campaign: "Autumn", "braze-other": "x" });
    expect(heap.properties).not.toHaveProperty("braze-campaign_name");
  });

  test("a property that already has the name keeps its path, whichever comes first", () => {
    const expected = { Campaign: "new", "properties.Campaign": "old" };
    const settings = named("campaign_name", "Campaign");
    expect(forward({ Campaign: "old", campaign_name: "new" }, settings).heap.properties).toMatchObject(
      expected,
    );
    expect(forward({ campaign_name: "new", Campaign: "old" }, settings).heap.properties).toMatchObject(
      expected,
    );
  });

  test("two values of one name keep both: the second has its path, since the name that the first left is not taken", () => {
    const { heap, leftOut } = forward({ plan: "a", custom_properties: { plan: "b" } }, named("plan", "Plan"));
    expect(heap.properties).toMatchObject({ Plan: "a", "custom_properties.plan": "b" });
    expect(leftOut).toBeUndefined();
  });

  test("a list's column can be renamed", () => {
    const { heap } = forward({ products: [{ sku: "S" }] }, named("products.sku", "SKU"));
    expect(heap.properties).toMatchObject({ SKU: "S", "products.count": 1 });
  });
});
