import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapEvent } from "@/lib/forwarding/mapping/map-event";
import { isStorableText } from "@/lib/kernel/storable-text";
import { brazeEvent, mappedEvent } from "@/tools/testing/mapped-event";
import { PLAIN_MAPPING } from "@/tools/testing/plain-mapping";

describe("a forwarded event", () => {
  it("is Braze's event in Heap's terms", () => {
    expect(mapEvent(brazeEvent(), PLAIN_MAPPING)).toEqual({
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
    const heap = mappedEvent({}, { ...PLAIN_MAPPING, prefix: "braze-" });

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

    expect(mappedEvent({ ...custom, properties: { name: " Cart filled " } }).event).toBe("Cart filled");
    expect(mappedEvent({ ...custom, properties: { name: "" } }).event).toBe("Custom Event");
    expect(mappedEvent({ ...custom, properties: null }).event).toBe("Custom Event");
    expect(mappedEvent({ properties: { name: "Not mine" } }).event).toBe("Email Open");
  });

  it("has a name even when its type is unknown", () => {
    expect(mappedEvent({ event_type: "users.messages.fax.PaperJam" }).event).toBe("Fax Paper Jam");
  });

  it("has an idempotency key that Heap accepts and that never changes", () => {
    expect(mappedEvent({ id: "7" }).idempotencyKey).toBe("braze-event-7");
    expect(mappedEvent({ id: "12345678" }).idempotencyKey).toBe("12345678");
  });

  it("has a key of its own: two ids never have the same", () => {
    const key = (id: string) => mappedEvent({ id }).idempotencyKey;
    const short = fc
      .string({ minLength: 1, maxLength: 7 })
      .filter((id) => id.trim() !== "" && isStorableText(id));
    fc.assert(
      fc.property(short, (id) => {
        const ids = [id, key(id), key(key(id)), key(key(key(id)))];
        expect(new Set(ids.map(key)).size).toBe(ids.length);
      }),
    );
  });

  it("may be identified by Braze's own user id", () => {
    const heap = mappedEvent({}, { ...PLAIN_MAPPING, identityField: "user_id" });

    expect(heap.identity).toBe("b-1");
    expect(heap.properties).toMatchObject({ external_user_id: "ada" });
    expect(heap.properties).not.toHaveProperty("user_id");
  });

  it("has a prefix of its own on the names of Braze's events, so that a custom event is told apart", () => {
    const mapping = { ...PLAIN_MAPPING, catalogPrefix: "Braze: " };
    const custom = { event_type: "users.behaviors.CustomEvent", properties: { name: "Email Open" } };

    expect(mappedEvent({}, mapping).event).toBe("Braze: Email Open");
    expect(mappedEvent(custom, mapping).event).toBe("Email Open");
    expect(mappedEvent({ ...custom, properties: {} }, mapping).event).toBe("Braze: Custom Event");
    expect(mappedEvent({}, { ...mapping, prefix: "b-" })).toMatchObject({
      event: "Braze: Email Open",
      properties: { "b-campaign_name": "Spring" },
    });
    expect(mappedEvent(custom, { ...mapping, prefix: "b-" }).event).toBe("b-Email Open");
  });
});

describe("an opened mail or a followed link that a machine caused", () => {
  const open = { properties: { machine_open: "true" } };
  const click = { properties: { is_suspected_bot_click: true } };

  it("is forwarded, marked or left out, as the source asks", () => {
    expect(mappedEvent(open).properties).not.toHaveProperty("is_machine");

    const mark = { ...PLAIN_MAPPING, machineEvents: "mark", prefix: "b-" } as const;
    expect(mappedEvent(open, mark).properties).toMatchObject({
      "b-is_machine": "true",
      "b-machine_open": "true",
    });
    expect(mappedEvent(click, mark).properties).toMatchObject({ "b-is_machine": "true" });
    expect(mappedEvent({}, mark).properties).not.toHaveProperty("b-is_machine");

    const own = { ...open, properties: { ...open.properties, is_machine: "mine" } };
    expect(mappedEvent(own, mark).properties).toMatchObject({
      "b-is_machine": "true",
      "b-properties.is_machine": "mine",
    });
    expect(mappedEvent({ properties: { is_machine: "mine" } }, mark).properties).toMatchObject({
      "b-properties.is_machine": "mine",
    });

    const drop = { ...PLAIN_MAPPING, machineEvents: "drop" } as const;
    expect(mapEvent(brazeEvent(open), drop)).toMatchObject({ outcome: "filtered", reason: "machine open" });
    expect(mapEvent(brazeEvent(click), drop)).toMatchObject({
      outcome: "filtered",
      reason: "suspected bot click",
    });
    expect(mapEvent(brazeEvent(), drop)).toMatchObject({ outcome: "forward" });
  });
});

describe("a time from the future", () => {
  const now = Date.UTC(2026, 10, 27);
  const at = (ms: number) => mapEvent(brazeEvent({ time: Math.floor(ms / 1_000) }), PLAIN_MAPPING, now);

  it("is quarantined when it is more than a day ahead, and fit once it has come", () => {
    const day = 24 * 60 * 60 * 1_000;
    expect(at(now + day)).toMatchObject({ outcome: "forward" });
    expect(at(now + day + 1_000)).toMatchObject({
      outcome: "quarantined",
      field: "time",
      reason: "from the future: more than a day ahead",
      identity: "ada",
    });
    const sample = brazeEvent({ time: 2_033_802_504 });
    expect(mapEvent(sample, PLAIN_MAPPING)).toMatchObject({ outcome: "quarantined", field: "time" });
    expect(mapEvent(sample, PLAIN_MAPPING, 2_033_802_504_000)).toMatchObject({ outcome: "forward" });
  });
});

describe("a message about a user", () => {
  it.each([
    ["users.UserDeleteRequest", "a request to delete the user, not something the user did"],
    ["users.UserOrphan", "users were merged in Braze, not something the user did"],
  ])("of the type %s is never an event of that user, whatever the settings", (type, reason) => {
    const raw = brazeEvent({ event_type: type });
    for (const mapping of [
      PLAIN_MAPPING,
      { ...PLAIN_MAPPING, identityField: "user_id", eventTypes: [type] } as const,
    ]) {
      expect(mapEvent(raw, mapping)).toMatchObject({ outcome: "filtered", reason });
    }
  });
});

describe("the order of decisions", () => {
  it("quarantines what cannot be read, before anything else", () => {
    expect(mapEvent({ ...brazeEvent(), time: "soon" }, { ...PLAIN_MAPPING, eventTypes: [] })).toMatchObject({
      outcome: "quarantined",
      id: "3f0c9a52-0001",
      field: "time",
    });
  });

  it("filters a type that is not selected, whoever it is about", () => {
    const mapping = { ...PLAIN_MAPPING, eventTypes: ["users.messages.email.Send"] };

    expect(mapEvent(brazeEvent({ user: { external_user_id: "null" } }), mapping)).toMatchObject({
      outcome: "filtered",
      reason: "event type not selected",
    });
  });
});
