import { expect, test } from "vitest";
import { PLAIN_MAPPING } from "@/tools/testing/plain-mapping";
import { type Mapping, mapEvent } from "./map-event";

function sentOf(properties: object, settings: Partial<Mapping>) {
  const raw = { id: "event-1", event_type: "users.messages.email.Open", time: 1_790_000_000, properties };
  const mapped = mapEvent(
    { ...raw, user: { external_user_id: "anna" } },
    { ...PLAIN_MAPPING, hashSalt: "a salt", ...settings },
  );
  if (mapped.outcome !== "forward") throw new Error(mapped.outcome);
  const { event_type: _, event_id: __, ...sent } = mapped.heap.properties;
  return { sent, user: mapped.user };
}
const drop = (pattern: string) => [{ pattern, action: "drop" as const }];

const BOTH = { z: "top", custom_properties: { z: "own" } };

test.each([null, "braze-", "q_"])(
  "a rule holds by whatever name Heap shows a property, with the prefix %s",
  (prefix) => {
    for (const properties of [
      BOTH,
      { custom_properties: { z: "own", y: 1 } },
      { products: [{ z: 1 }] },
      { a: { b: 2 } },
    ]) {
      const plain = sentOf(properties, { prefix }).sent;
      for (const name of Object.keys(plain)) {
        const { sent } = sentOf(properties, { prefix, propertyRules: drop(name) });
        expect(sent, name).not.toHaveProperty([name]);
      }
    }
  },
);

test("a rule by path holds for that property alone, and `keep` by path comes before the recommended rules", () => {
  expect(sentOf(BOTH, { propertyRules: drop("custom_properties.z") }).sent).toEqual({ z: "top" });
  expect(sentOf(BOTH, { propertyRules: drop("properties.z") }).sent).toEqual({ z: "own" });
  expect(sentOf(BOTH, { propertyRules: drop("z") }).sent).toEqual({});
  const propertyRules = [{ pattern: "custom_properties.email", action: "keep" as const }];
  const own = { email: "a", custom_properties: { email: "b" } };
  expect(sentOf(own, { propertyRules, protectsPersonalData: true }).sent).toEqual({ email: "b" });
});

test("a rule by a new name holds for the property that has it, other patterns do not", () => {
  const propertyNames = [{ from: "campaign_name", to: "Campaign" }];
  const properties = { campaign_name: "Autumn", channel: "email" };
  expect(sentOf(properties, { propertyNames, propertyRules: drop("Campaign") }).sent).toEqual({
    channel: "email",
  });
  const renamed = [{ from: "channel", to: "email" }];
  expect(sentOf(properties, { propertyNames: renamed, protectsPersonalData: true }).sent).toMatchObject({
    email: "email",
  });
});

test("what a rule by path drops is not written to the user either", () => {
  const userProperties = [{ eventType: null, from: "z", to: "z", inClear: false }];
  const { user } = sentOf(
    { custom_properties: { z: 1 } },
    { userProperties, propertyRules: drop("custom_properties.z") },
  );
  expect(user).toBeUndefined();
});

test("a new name is given by path, too, and by the name in Heap", () => {
  const rename = (from: string, prefix: string | null = null) =>
    sentOf(BOTH, { prefix, propertyNames: [{ from, to: "Zed" }] }).sent;
  expect(rename("custom_properties.z")).toEqual({ z: "top", Zed: "own" });
  expect(rename("q_z", "q_")).toMatchObject({ Zed: "top" });
});

test("the name that a renamed property left is not taken by another", () => {
  const propertyNames = [{ from: "campaign_name", to: "Campaign" }];
  expect(
    sentOf({ campaign_name: "A", custom_properties: { campaign_name: "B" } }, { propertyNames }).sent,
  ).toEqual({
    Campaign: "A",
    "custom_properties.campaign_name": "B",
  });
});
