import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapEvent } from "@/lib/forwarding/mapping/map-event";
import { isPlaceholderIdentity } from "@/lib/forwarding/mapping/placeholders";
import { isStorableText } from "@/lib/kernel/storable-text";
import { parseCurrentsBody } from "@/lib/vendors/braze/currents-request";
import { createRandom, freshSeed } from "@/sandbox/senders/random";
import { wireJson } from "@/sandbox/world/wire-json";
import { WORLD_SIZE, worldEvent } from "@/sandbox/world/world-event";
import type { mappedEvent } from "@/tools/testing/mapped-event";
import { PLAIN_MAPPING } from "@/tools/testing/plain-mapping";

/** Heap's limits, and nothing that changes when it is written as JSON and read back. */
function expectFitForHeap(heap: ReturnType<typeof mappedEvent>, prefix: string): void {
  expect(heap.identity.trim()).toBe(heap.identity);
  expect(heap.identity.length).toBeGreaterThan(0);
  expect(heap.identity.length).toBeLessThanOrEqual(255);
  expect(isPlaceholderIdentity(heap.identity)).toBe(false);
  expect(heap.event.length).toBeGreaterThan(0);
  expect(heap.event.length).toBeLessThanOrEqual(1024);
  expect(heap.event.startsWith(prefix)).toBe(true);
  expect(heap.idempotencyKey.length).toBeGreaterThanOrEqual(8);
  expect(new Date(heap.timestamp).toISOString()).toBe(heap.timestamp);

  for (const [key, value] of Object.entries(heap.properties)) {
    expect(key.startsWith(prefix)).toBe(true);
    expect(key.length).toBeLessThan(1024);
    expect(["string", "number"]).toContain(typeof value);
    if (typeof value === "string") expect(value.length).toBeLessThan(1024);
  }
  // Written as JSON and read back, nothing is lost, and PostgreSQL would refuse nothing in it.
  expect(JSON.parse(JSON.stringify(heap))).toEqual(heap);
  const texts = [heap.identity, heap.event, ...Object.entries(heap.properties).flat()].map(String);
  expect(texts.every(isStorableText)).toBe(true);
}

describe("whatever Braze sends", () => {
  const anyText = fc.oneof(
    fc.string({ unit: "binary" }),
    fc
      .array(fc.constantFrom("a", ".", "\0", "\ud83d", "\ude00"), { maxLength: 6 })
      .map((units) => units.join("")),
    fc.string({ minLength: 1000, maxLength: 1100 }),
    fc.constantFrom("__proto__", "constructor", "event_type", "custom_properties", ""),
  );
  const anyValue = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      anyText,
      // JSON writes -0 as 0, which loses nothing that matters.
      fc.double().map((number) => (number === 0 ? 0 : number)),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(anyText, tie("value"), { maxKeys: 5 }),
    ),
  })).value;
  const mostly = (usual: fc.Arbitrary<unknown>) =>
    fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: anyValue });
  const nearlyEvent = fc.record(
    {
      id: mostly(fc.uuid()),
      event_type: fc.oneof(
        fc.constantFrom("users.behaviors.CustomEvent", "users.messages.email.Open"),
        anyText,
      ),
      time: mostly(fc.nat()),
      user: mostly(
        fc.record(
          { external_user_id: mostly(fc.emailAddress()), device_id: anyText, timezone: anyText },
          { requiredKeys: ["external_user_id"] },
        ),
      ),
      properties: mostly(
        fc.oneof(
          fc.dictionary(anyText, anyValue),
          fc.record({ name: anyText, custom_properties: fc.dictionary(anyText, anyValue) }),
        ),
      ),
    },
    { requiredKeys: ["id", "event_type", "time"] },
  );

  it("has an outcome, and what is forwarded is fit for Heap", () => {
    let forwardedCount = 0;
    fc.assert(
      fc.property(mostly(nearlyEvent), fc.constantFrom(null, "braze-"), (raw, prefix) => {
        const mapping = { ...PLAIN_MAPPING, prefix };
        const mapped = mapEvent(raw, mapping);
        expect(mapEvent(raw, mapping)).toEqual(mapped);
        if (mapped.outcome !== "forward") return;

        forwardedCount++;
        const { heap } = mapped;
        expectFitForHeap(heap, prefix ?? "");
      }),
      { numRuns: 2000 },
    );
    expect(forwardedCount).toBeGreaterThan(100);
  });

  it("of its published types, in every form, becomes what the world says", async () => {
    const mix = { anonymous: 0, placeholder: 0, malformed: 0, unknownType: 0 };
    const nowSeconds = Math.floor(Date.now() / 1_000);
    for (const identityField of ["external_user_id", "user_id"] as const) {
      const random = createRandom(freshSeed());
      const made = Array.from({ length: WORLD_SIZE }, (_, place) =>
        worldEvent(random, { identityField, userCount: 50, mix, nowSeconds }, place),
      );
      const parsed = await parseCurrentsBody(Buffer.from(wireJson({ events: made.map(({ body }) => body) })));
      if (parsed.kind !== "batch") throw new Error(parsed.kind);

      const outcomes = parsed.events.map((event, place) => {
        const mapped = mapEvent(event, { ...PLAIN_MAPPING, identityField });
        if (mapped.outcome === "forward") expectFitForHeap(mapped.heap, "");
        return `${place} ${made[place]?.type}: ${mapped.outcome}`;
      });
      expect(outcomes).toEqual(made.map(({ type, expected }, place) => `${place} ${type}: ${expected}`));
    }
  });
});
