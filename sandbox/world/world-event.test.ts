import { expect, test } from "vitest";
import { isRecord } from "../is-record";
import { createRandom } from "../senders/random";
import { WORLD_TYPES } from "./event-types";
import { wireJson } from "./wire-json";
import { WORLD_FORMS, WORLD_SIZE, worldEvent } from "./world-event";

const settings = {
  identityField: "external_user_id" as const,
  userCount: 50,
  nowSeconds: 1_790_000_000,
  mix: { anonymous: 0, placeholder: 0, malformed: 0, unknownType: 0 },
};

test("a world has every event type in every form, the same for the same seed", () => {
  const [one, other] = [1, 1].map((seed) => {
    const random = createRandom(seed);
    return Array.from({ length: WORLD_SIZE }, (_, place) => worldEvent(random, settings, place));
  });
  expect(one?.map(({ body }) => wireJson(body))).toEqual(other?.map(({ body }) => wireJson(body)));
  expect(new Set(one?.map(({ type }) => type)).size).toBe(WORLD_TYPES.length);
  expect(one).toHaveLength(WORLD_TYPES.length * WORLD_FORMS.length);
  expect(new Set(one?.map(({ expected }) => expected))).toEqual(
    new Set(["forward", "filtered", "quarantined"]),
  );
});

test("an optional field is present, null or missing, and numbers keep all their digits on the wire", () => {
  const random = createRandom(2);
  const bodies = Array.from({ length: WORLD_SIZE }, (_, place) => worldEvent(random, settings, place).body);
  const openings = bodies.filter((body) => isRecord(body) && body.event_type === "users.messages.email.Open");
  const values = openings.map((body) =>
    isRecord(body) && isRecord(body.properties)
      ? [body.properties.send_id, "send_id" in body.properties]
      : [],
  );
  expect(values).toContainEqual([null, true]);
  expect(values).toContainEqual([undefined, false]);
  expect(values.some(([value]) => typeof value === "string" && value.length > 1_023)).toBe(true);

  const wire = bodies.map((body) => wireJson(body)).join("\n");
  expect(wire).toContain(":9007199254740993");
  expect(wire).toContain(":12345678901234567890");
  expect(wire).not.toContain('"#');
});
