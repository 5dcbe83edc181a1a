import { describe, expect, it } from "vitest";
import { readCurrentsEvent } from "@/lib/vendors/braze/currents-event";

const EVENT = {
  id: "event-0001",
  event_type: "users.messages.sms.Send",
  time: 1_760_000_000,
  user: { user_id: "b-1", external_user_id: "ada", device_id: "d-1", timezone: "Europe/Paris" },
  properties: { campaign_id: "c-1" },
};

describe("reading a Currents event", () => {
  it("keeps everything the product relies on", () => {
    expect(readCurrentsEvent({ ...EVENT, future_field: 1 })).toEqual({
      ok: true,
      event: {
        id: "event-0001",
        type: "users.messages.sms.Send",
        timeMs: 1_760_000_000_000,
        userId: "b-1",
        externalUserId: "ada",
        deviceId: "d-1",
        timezone: "Europe/Paris",
        properties: { campaign_id: "c-1" },
        unknown: [{ name: "future_field", origin: "event.", value: 1 }],
      },
    });
    expect(readCurrentsEvent(EVENT)).toMatchObject({ event: { unknown: null } });
    const user = { ...EVENT.user, alias: "al" };
    expect(readCurrentsEvent({ ...EVENT, user })).toMatchObject({
      event: { unknown: [{ name: "alias", origin: "user.", value: "al" }] },
    });
  });

  it.each([undefined, null, {}, { external_user_id: null }])("treats the user %o as anonymous", (user) => {
    expect(readCurrentsEvent({ ...EVENT, user })).toMatchObject({
      ok: true,
      event: { userId: null, externalUserId: null, deviceId: null, timezone: null },
    });
  });

  it("treats large times as milliseconds", () => {
    expect(readCurrentsEvent({ ...EVENT, time: 1_760_000_000_123 })).toMatchObject({
      event: { timeMs: 1_760_000_000_123 },
    });
  });

  it.each([
    ["id", { id: "" }],
    ["id", { id: true }],
    ["id", { id: "x".repeat(256) }],
    ["event_type", { event_type: "" }],
    ["event_type", { event_type: undefined }],
    ["time", { time: "1760000000" }],
    ["time", { time: -1 }],
    ["time", { time: 1e300 }],
    ["user", { user: "ada" }],
    ["user.external_user_id", { user: { external_user_id: [7] } }],
    ["user.timezone", { user: { timezone: {} } }],
    ["properties", { properties: [] }],
  ])("names %s as the field at fault", (field, change) => {
    expect(readCurrentsEvent({ ...EVENT, ...change })).toMatchObject({ ok: false, field });
  });

  it("takes a number as an id by its digits, as Heap's segments do, whether or not a double holds it", () => {
    const user = { external_user_id: 1_234_567_890_123_456, user_id: "12345678901234567890" };
    expect(readCurrentsEvent({ ...EVENT, id: 7, user })).toMatchObject({
      event: { id: "7", externalUserId: "1234567890123456", userId: "12345678901234567890" },
    });
  });

  it("records what it could read", () => {
    expect(readCurrentsEvent({ ...EVENT, time: "never" })).toMatchObject({
      id: "event-0001",
      type: "users.messages.sms.Send",
      timeMs: null,
    });
  });

  it.each([null, 7, "x", []])("does not accept %o as an event", (raw) => {
    expect(readCurrentsEvent(raw)).toMatchObject({ ok: false, field: "event", id: null });
  });
});
