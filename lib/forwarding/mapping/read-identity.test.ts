import { describe, expect, it } from "vitest";
import { mapEvent } from "@/lib/forwarding/mapping/map-event";
import { isStorableText } from "@/lib/kernel/storable-text";
import { brazeEvent } from "@/tools/testing/mapped-event";
import { PLAIN_MAPPING } from "@/tools/testing/plain-mapping";

describe("an identity", () => {
  const withId = (external_user_id: unknown, mapping = PLAIN_MAPPING) =>
    mapEvent(brazeEvent({ user: { external_user_id } }), mapping);

  it("is trimmed and otherwise unchanged", () => {
    expect(withId("  Ada Lovelace ")).toMatchObject({ heap: { identity: "Ada Lovelace" } });
  });

  it("is the same person with an invisible character at its end", () => {
    expect(withId("ada\u200b")).toMatchObject({ heap: { identity: "ada" } });
    expect(withId("\ufeffada\u200e ")).toMatchObject({ heap: { identity: "ada" } });
    expect(withId("a\u200bda")).toMatchObject({ heap: { identity: "a\u200bda" } });
  });

  it("may be what the source allows, and not what it adds to the placeholders", () => {
    const rules = { ...PLAIN_MAPPING, placeholders: ["ada"], allowedIdentities: ["test"] };
    expect(withId("Test", rules)).toMatchObject({ heap: { identity: "Test" } });
    expect(withId("Ada", rules)).toMatchObject({ outcome: "quarantined", identity: "Ada" });
  });

  it("of an event with the Braze id of Braze's samples is nobody's", () => {
    const user = { user_id: "639a35d192b0df004d06514c", external_user_id: "ada" };
    expect(mapEvent(brazeEvent({ user }), PLAIN_MAPPING)).toMatchObject({
      outcome: "quarantined",
      field: "user.user_id",
    });
    expect(mapEvent(brazeEvent({ user }), { ...PLAIN_MAPPING, identityField: "user_id" })).toMatchObject({
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
