import { expect, test } from "vitest";
import { createRandom } from "@/sandbox/senders/random";
import { WORLD_SIZE, worldEvent } from "@/sandbox/world/world-event";
import { PLAIN_MAPPING } from "@/tools/testing/plain-mapping";
import { mapEvent } from "./map-event";

const settings = {
  identityField: "external_user_id" as const,
  userCount: 50,
  nowSeconds: 1_790_000_000,
  mix: { anonymous: 0, placeholder: 0, malformed: 0, unknownType: 0 },
};
const random = createRandom(1);
const world = Array.from({ length: WORLD_SIZE }, (_, place) => worldEvent(random, settings, place).body);

/** What each event of the world becomes without and with the recommended rules. */
const mapped = world.flatMap((raw) => {
  const plain = mapEvent(raw, PLAIN_MAPPING);
  const after = mapEvent(raw, { ...PLAIN_MAPPING, protectsPersonalData: true, hashSalt: "a salt" });
  return plain.outcome === "forward" && after.outcome === "forward" ? [{ plain, after }] : [];
});

/** Texts of people, and ways to reach them. */
const PERSONAL_NAMES =
  /email|(?<!from_)phone|^push_token$|^web_push_token|update_token|push_to_start|message_body|answer_long|^(input|output)$|media_urls/;

test("with the recommended rules no event of any type and form takes an address, a number or what people wrote to Heap", () => {
  expect(mapped.length).toBeGreaterThan(300);
  for (const { after } of mapped) {
    for (const [name, value] of Object.entries(after.heap.properties)) {
      expect(name).not.toMatch(PERSONAL_NAMES);
      expect(String(value)).not.toContain("@example.com");
      if (name !== "from_phone_number") expect(String(value)).not.toMatch(/\+1555\d/);
    }
  }
});

test("what is missing in Heap is what the books of the event say, and everything else is as it was", () => {
  for (const { plain, after } of mapped) {
    const ruled = new Map(after.ruled?.map(({ name, action }) => [name, action]));
    for (const [name, value] of Object.entries(plain.heap.properties)) {
      const now = after.heap.properties[name];
      if (ruled.get(name) === "drop") expect(now).toBeUndefined();
      else if (ruled.get(name) === "hash") expect(now).toMatch(/^[0-9a-f]{64}(\|\||$)/);
      else expect(now).toBe(value);
    }
    expect(Object.keys(plain.heap.properties)).toEqual(
      expect.arrayContaining(Object.keys(after.heap.properties)),
    );
  }
});
