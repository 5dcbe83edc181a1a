import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { showEvent } from "@/lib/forwarding/events/show-event";
import { pool } from "@/lib/kernel/database";
import { findOrCreateKey, suppressionHash } from "@/lib/kernel/suppressions/suppression-key";
import { createSource } from "@/lib/setup/sources/create-source";
import { showSource } from "@/lib/setup/sources/show-source";
import { updateSource } from "@/lib/setup/sources/update-source";
import { appOf } from "@/sandbox/heap/state";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { ctxOf } from "@/tools/testing/make-destination";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { systemCtx } from "@/tools/testing/make-team";
import { previewMapping } from "./preview-mapping";

const OPEN = "users.messages.email.Open";

let sandbox: Sandbox;
let appNumber = 8_900;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  process.env.SANDBOX_URL = sandbox.url;
});

afterAll(() => sandbox.close());

const event = (properties: object, type = OPEN) => ({
  id: randomUUID(),
  event_type: type,
  time: 1_790_000_000,
  user: { external_user_id: "anna", device_id: "d-1" },
  properties,
});
const idsOf = ({ id, customerId }: TestSource) => ({ customerId, sourceId: id });

async function makeForwarding(customerId?: string): Promise<TestSource & { heapApp: string }> {
  const heapAppId = String(++appNumber);
  return { ...(await makeSource({ heapAppId, customerId })), heapApp: `sandbox:${heapAppId}` };
}

async function sentOf(source: TestSource & { heapApp: string }, properties: object) {
  const sent = event(properties);
  await sendBatch(source, [sent]);
  await forwardSlice(source.heapApp);
  const { rows } = await pool.query<{ batchId: string }>(
    `SELECT batch_id AS "batchId" FROM event WHERE event_id = $1`,
    [sent.id],
  );
  const place = { customerId: source.customerId, batchId: rows[0]?.batchId ?? "", index: 0 };
  const shown = await showEvent(ctxOf("viewer"), place);
  const { lastEvents } = appOf(sandbox.state.heap, source.heapApp.replace("sandbox:", ""));
  const recorded = lastEvents.find(({ idempotency_key }) => idempotency_key === sent.id);
  return { shown, properties: recorded?.properties as Record<string, unknown> };
}

async function change(source: TestSource, changes: object) {
  const { version } = await showSource(systemCtx, idsOf(source));
  return updateSource(systemCtx, { ...idsOf(source), version, ...changes });
}

test("a preview counts what rules and names would change in the latest events, and changes nothing", async () => {
  const source = await makeForwarding();
  await sendBatch(source, [
    event({ email_address: "a@b.example", campaign_name: "Autumn" }),
    event({ email_address: "c@d.example" }),
    event({ campaign_name: "Autumn" }, "users.messages.sms.Send"),
  ]);
  const preview = await previewMapping(ctxOf("viewer"), {
    ...idsOf(source),
    propertyRules: [{ pattern: "*email*", action: "drop" }],
    propertyNames: [{ from: "campaign_name", to: "Campaign" }],
    eventNames: [{ from: "users.messages.sms.Send", to: "Text message" }],
  });
  expect(preview).toMatchObject({
    events: 3,
    changed: 3,
    properties: [{ name: "email_address", action: "drop", pattern: "*email*", events: 2 }],
  });
  expect(preview.sample.map(({ type, name, changes }) => ({ type, after: name.after, changes }))).toEqual([
    {
      type: OPEN,
      after: "Email Open",
      changes: [
        { name: "email_address", to: null, before: "a@b.example", after: null },
        { name: "campaign_name", to: "Campaign", before: "Autumn", after: "Autumn" },
      ],
    },
    {
      type: "users.messages.sms.Send",
      after: "Text message",
      changes: [{ name: "campaign_name", to: "Campaign", before: "Autumn", after: "Autumn" }],
    },
  ]);
  expect(await showSource(systemCtx, idsOf(source))).toMatchObject({ propertyRules: [], version: 1 });
});

test("a name that passes from one property to another is told as both changes", async () => {
  const source = await makeForwarding();
  await sendBatch(source, [event({ campaign_name: "Autumn", canvas_name: "Welcome" })]);
  const { sample } = await previewMapping(ctxOf("viewer"), {
    ...idsOf(source),
    propertyNames: [
      { from: "campaign_name", to: "Campaign" },
      { from: "canvas_name", to: "campaign_name" },
    ],
  });
  expect(sample[0]?.changes).toEqual([
    { name: "campaign_name", to: "Campaign", before: "Autumn", after: "Autumn" },
    { name: "canvas_name", to: "campaign_name", before: "Welcome", after: "Welcome" },
  ]);
});

test("a preview shows what the tried rules would write to users, also of events that would look the same", async () => {
  const source = await makeForwarding();
  await sendBatch(source, [
    event({ email_address: "a@b.example" }),
    event({ subscription_status: "Opted In", channel: "email" }, "users.messages.sms.Send"),
    event({}, "users.messages.email.Click"),
  ]);
  const preview = await previewMapping(ctxOf("viewer"), {
    ...idsOf(source),
    propertyRules: [{ pattern: "*email*", action: "drop" }],
    userProperties: [
      { eventType: null, from: "email_address", to: "email", inClear: true },
      { eventType: null, from: "subscription_status", to: "braze_{channel}_subscription", inClear: false },
    ],
  });
  expect(preview).toMatchObject({ events: 3, changed: 1, aboutUsers: 2 });
  expect(preview.sample).toMatchObject([
    { type: OPEN, userProperties: [{ name: "email", value: "a@b.example" }] },
    {
      type: "users.messages.sms.Send",
      changes: [],
      userProperties: [{ name: "braze_email_subscription", value: "Opted In" }],
    },
  ]);
});

test("a preview leaves out events of users who were deleted on request, as forwarding and replays do", async () => {
  const source = await makeForwarding();
  await suppress(source.customerId, "anna");
  const ben = { ...event({ campaign_name: "Autumn" }), user: { external_user_id: "ben" } };
  await sendBatch(source, [event({ campaign_name: "Autumn" }), ben]);
  const tried = await previewMapping(ctxOf("viewer"), { ...idsOf(source), prefix: "q_" });
  expect(tried).toMatchObject({ events: 1, changed: 1, sample: [{ index: 1 }] });
  expect(tried.sample).toHaveLength(1);

  await forwardSlice(source.heapApp);
  const { rows } = await pool.query(
    "SELECT identity FROM event WHERE source_id = $1 AND outcome = 'forwarded'",
    [source.id],
  );
  expect(rows).toEqual([{ identity: "ben" }]);
});

/** Nothing of this id is taken from now on. */
async function suppress(customerId: string, id: string): Promise<void> {
  const hash = suppressionHash(await findOrCreateKey(pool, customerId), id);
  await pool.query(
    "INSERT INTO suppression (id, customer_id, deletion_request_id, hash) VALUES ($1, $2, $3, $4)",
    [randomUUID(), customerId, randomUUID(), hash],
  );
}

test("what Heap gets and what the event's panel shows as sent are the same, and the panel names the rules", async () => {
  const source = await makeForwarding();
  const propertyRules = [
    { pattern: "phone", action: "hash" },
    { pattern: "*email*", action: "drop" },
  ] as const;
  const propertyNames = [{ from: "campaign_name", to: "Campaign" }];
  await change(source, { propertyRules, propertyNames, prefix: "braze-" });
  const { shown, properties } = await sentOf(source, {
    email_address: "a@b.example",
    phone: "+41",
    campaign_name: "Autumn",
  });
  expect(shown.sent?.properties).toEqual(properties);
  expect(shown.sent?.properties).toMatchObject({
    Campaign: "Autumn",
    "braze-phone": expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(shown.ruled).toEqual([
    { name: "email_address", action: "drop", pattern: "*email*", count: 1 },
    { name: "phone", action: "hash", pattern: "phone", count: 1 },
  ]);
  const changeOf = (key: string) => shown.changes.find(({ path }) => path.at(-1) === key);
  expect(changeOf("email_address")).toMatchObject({ name: null, change: "dropped" });
  expect(changeOf("phone")).toMatchObject({ name: "braze-phone", change: "hashed" });
  expect(changeOf("campaign_name")).toMatchObject({ name: "Campaign", change: "renamed" });
  expect(JSON.stringify(shown.sent)).not.toContain("a@b.example");

  // The settings of the moment it was sent count, also after they have changed.
  await change(source, { propertyRules: [], propertyNames: [] });
  const again = await showEvent(ctxOf("viewer"), {
    customerId: source.customerId,
    batchId: shown.batchId,
    index: 0,
  });
  expect(again.sent).toEqual(shown.sent);
});

test("a value has one hash in all sources of a customer, and another for another customer; nobody is told the salt", async () => {
  const rules = { propertyRules: [{ pattern: "phone", action: "hash" }] };
  const first = await makeForwarding();
  const second = await makeForwarding(first.customerId);
  const stranger = await makeForwarding();
  for (const source of [first, second, stranger]) await change(source, rules);
  const hashes: unknown[] = [];
  for (const source of [first, second, stranger]) {
    hashes.push((await sentOf(source, { phone: "+41" })).properties.phone);
  }
  expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(hashes[1]).toBe(hashes[0]);
  expect(hashes[2]).not.toBe(hashes[0]);

  const { rows } = await pool.query("SELECT mapping::text FROM delivery WHERE source_id = $1", [first.id]);
  expect(JSON.stringify(rows)).not.toMatch(/salt/i);
  expect(JSON.stringify(await showSource(systemCtx, idsOf(first)))).not.toMatch(/salt/i);
});

test("new sources keep personal data from Heap, those from before do not until someone turns it on", async () => {
  const before = await makeForwarding();
  const settings = {
    customerId: before.customerId,
    name: "New",
    heapAppId: "9",
    heapRegion: "sandbox",
  } as const;
  expect(await createSource(systemCtx, settings)).toMatchObject({
    protectsPersonalData: true,
    newTypes: "forward",
  });
  const listed = await createSource(systemCtx, { ...settings, eventTypes: [OPEN] });
  expect(listed).toMatchObject({ newTypes: "drop" });
  expect(await showSource(systemCtx, idsOf(before))).toMatchObject({ protectsPersonalData: false });
});

test.each([
  [
    "two properties",
    { propertyNames: [names("a", "X"), names("b", "X")] },
    "Two properties would be called “X”",
  ],
  ["one property twice", { propertyNames: [names("a", "X"), names("a", "Y")] }, "“a” has two new names"],
  ["a property of every event", { propertyNames: [names("a", "event_id")] }, "every event already has"],
  [
    "another type's event",
    { eventNames: [names(OPEN, "Email Click")] },
    "the name of users.messages.email.Click",
  ],
  ["custom events", { eventNames: [names("users.behaviors.CustomEvent", "X")] }, "keep their own names"],
  [
    "a name that is no event type",
    { eventNames: [names("Report Shared", "X")] },
    "is not a Braze event type",
  ],
  ["too long a name", { propertyNames: [names("a", "x".repeat(201))] }, "at most 200 characters"],
  ["too many stars", { propertyRules: [{ pattern: "*a*b*c*d*e*f*", action: "drop" }] }, "at most 5 stars"],
])("names and rules that Heap could not tell apart are refused: %s", async (_, changes, message) => {
  const source = await makeForwarding();
  await expect(change(source, changes)).rejects.toMatchObject({
    code: "invalid",
    message: expect.stringContaining(message),
  });
  const preview = previewMapping(systemCtx, { ...idsOf(source), ...changes } as never);
  await expect(preview).rejects.toMatchObject({ code: "invalid" });
});

test("an event type is known by its readable name too, as lists and charts show it", async () => {
  const source = await makeForwarding();
  await change(source, { eventNames: [names("SMS send", "Texts")] });
  expect(await showSource(systemCtx, idsOf(source))).toMatchObject({
    eventNames: [names("users.messages.sms.Send", "Texts")],
  });
});

function names(from: string, to: string) {
  return { from, to };
}
