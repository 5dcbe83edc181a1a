import { expect, test } from "vitest";
import { unreadableEntry } from "@/lib/forwarding/batches/map-batch";
import { type Mapping, mapEvent } from "@/lib/forwarding/mapping/map-event";
import { PLAIN_MAPPING } from "@/tools/testing/plain-mapping";
import { explainOutcome } from "./explain-outcome";

const mapping = PLAIN_MAPPING;
const good = { id: "event-0001", event_type: "a.B", time: 1, user: { external_user_id: "anna" } };

const LONG_NAMES = Object.fromEntries([1, 2, 3, 4].map((n) => [`x${n}${".a".repeat(450_000)}`, 1]));

function explain(raw: unknown, changed: Partial<Mapping> = {}) {
  const mapped = mapEvent(raw, { ...mapping, ...changed });
  if (mapped.outcome === "forward") throw new Error("nothing stopped it");
  const outcome = mapped.outcome === "held" ? "pending" : mapped.outcome;
  return explainOutcome({ field: null, identity: null, deliveryId: null, ...mapped, outcome });
}

test("every reason of the mapping for not forwarding has its own explanation", () => {
  const who = (external_user_id: unknown) => ({ ...good, user: { external_user_id } });
  const told = [
    explain(who(null)),
    explain({ ...good, event_type: "users.messages.email.Open" }, { eventTypes: ["a.C"] }),
    explain(good, { newTypes: "drop" }),
    explain(good, { newTypes: "hold" }),
    explain(good, { seenTypes: { "a.B": "drop" } }),
    explain(who("[REDACTED]")),
    explain(who(" ")),
    explain(who("x".repeat(300))),
    explain(who("a\0b")),
    explain({ ...good, properties: { app_group_id: "second" } }, { appGroupId: "first" }),
    explain({ ...good, properties: { list: Array.from({ length: 2_001 }, () => null) } }),
    explain({ ...good, properties: LONG_NAMES }, { protectsPersonalData: true }),
  ];
  expect(told.map((one) => one.because)).toEqual([
    "The user is anonymous: no external_user_id",
    "The source does not forward this type",
    "Its type is new and the source leaves new ones out",
    "Its type is new and waiting for a decision",
    "Someone decided to leave this type out",
    "The identity is a placeholder, not a person (user.external_user_id)",
    "The identity is empty (user.external_user_id)",
    "The identity is too long for Heap (user.external_user_id)",
    "The identity has characters that cannot be stored (user.external_user_id)",
    "It comes from another Braze workspace",
    "Its properties have more than 2,000 values",
    "Its properties have names too long to compare with the source's rules",
  ]);
  for (const { next } of told) expect(next).not.toContain("do not look like this");
  for (const { happened, meaning, next } of told) {
    for (const words of [happened, meaning, next]) expect(words).toMatch(/^[A-Z].*\.$/s);
  }
  expect(explain(who("guest")).happened).toContain("“guest”");
});

test("an event whose stored request cannot be read is for the operator, not blamed on whoever sent it", () => {
  const { outcome, field, reason, type, identity, deliveryId } = unreadableEntry("batch", 0);
  const told = explainOutcome({ outcome, field, reason, type, identity, deliveryId });
  expect(told.because).toBe("Its stored request cannot be read");
  expect(told.next).toContain("operator of Tributary");
});

test("what is left out whoever its user is, made of samples, or from the future is said in its own words", () => {
  const typed = (event_type: string, properties = {}) => ({ ...good, event_type, properties });
  const told = [
    explain(typed("users.UserDeleteRequest")),
    explain(typed("users.UserOrphan", { orphaned_by_id: "b-2" })),
    explain(typed("users.messages.email.Open", { machine_open: "true" }), { machineEvents: "drop" }),
    explain({ ...good, user: { external_user_id: "anna", user_id: "639a35d192b0df004d06514c" } }),
    explain({ ...good, time: 2_033_802_504 }),
  ];
  expect(told.map((one) => one.because)).toEqual([
    "Braze asks for the user to be deleted",
    "Braze merged two users",
    "A machine caused it, and the source leaves those out",
    "It comes from Braze’s samples (user.user_id)",
    "Its time is more than a day ahead",
  ]);
  for (const { happened, meaning, next } of told) {
    for (const words of [happened, meaning, next]) expect(words).toMatch(/^[A-Z].*\.$/s);
  }
});

test("an event that cannot be read names the field at fault", () => {
  expect(explain({ ...good, time: "noon" })).toMatchObject({
    because: "time: must be a number of seconds since 1970",
  });
  expect(explain({ ...good, user: { external_user_id: true } }).because).toBe(
    "user.external_user_id: must be text, a number or null",
  );
  expect(explain("nonsense").because).toBe("The event: not an object");
});

test("Heap's refusal is attributed to Heap, with its message", () => {
  const refused = explainOutcome({
    outcome: "quarantined",
    field: null,
    reason: "Heap refused it: bad timestamp",
    type: "a.B",
    identity: "anna",
    deliveryId: "d",
  });
  expect(refused.because).toBe("Heap refused it: bad timestamp");
  expect(refused.happened).toMatch(/^Heap refused it/);
});

test("a duplicate that was sent is not described as unsent", () => {
  const duplicate = {
    outcome: "duplicate",
    field: null,
    reason: null,
    type: "a.B",
    identity: "anna",
  } as const;
  expect(explainOutcome({ ...duplicate, deliveryId: null }).meaning).toContain("not sent again");
  expect(explainOutcome({ ...duplicate, deliveryId: "d" }).meaning).toContain("same idempotency key");
});
