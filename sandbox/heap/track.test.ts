import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../start";
import { resetSandbox } from "../state";
import { appOf } from "./state";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => resetSandbox(sandbox.state));

async function track(body: object) {
  const res = await fetch(`${sandbox.url}/heap/api/track`, { method: "POST", body: JSON.stringify(body) });
  return { status: res.status, body: await res.json() };
}
const bulk = (events: unknown[]) => track({ app_id: "1001", events });
const app = () => appOf(sandbox.state.heap, "1001");

function eventOf(number: number, more: object = {}) {
  return { identity: `user-${number}`, event: "Email Open", idempotency_key: `event-${number}-key`, ...more };
}
const many = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, number) => eventOf(number, more));

it("takes single and bulk events and counts them by name", async () => {
  expect(await track({ app_id: "1001", ...eventOf(1) })).toEqual({ status: 200, body: {} });
  expect((await bulk([eventOf(2), eventOf(3, { event: "Email Click" })])).status).toBe(200);

  expect(app()).toMatchObject({ eventsStored: 3, repeats: 0 });
  expect(Object.fromEntries(app().names)).toEqual({ "Email Open": 2, "Email Click": 1 });
});

it("lets the first event with an idempotency key win, within a call too", async () => {
  await bulk([eventOf(1), eventOf(1, { event: "Changed" })]);
  expect((await bulk([eventOf(1, { event: "Changed again" })])).status).toBe(200);

  expect(app()).toMatchObject({ eventsStored: 1, repeats: 2 });
  expect(app().lastEvents).toEqual([eventOf(1)]);
});

it.each([
  ["no user", { identity: undefined }],
  ["two users", { user_id: "12" }],
  ["an empty identity", { identity: "" }],
  ["an identity of 256 characters", { identity: "x".repeat(256) }],
  ["a user_id that is not a number", { identity: undefined, user_id: "abc" }],
  ["no event name", { event: undefined }],
  ["an event name of 1,025 characters", { event: "x".repeat(1_025) }],
  ["a nested property", { properties: { owner: { role: "admin" } } }],
  ["a boolean property", { properties: { is_amp: true } }],
  ["a null property", { properties: { note: null } }],
  ["a property of 1,025 characters", { properties: { note: "x".repeat(1_025) } }],
  ["a time without an offset", { timestamp: "2026-01-05T10:00:00" }],
])("refuses a whole call for one event with %s", async (_, wrong) => {
  const answer = await bulk([eventOf(1), eventOf(2, wrong)]);

  expect(answer.status).toBe(400);
  expect(app()).toMatchObject({ eventsStored: 0, refusedCalls: 1 });
});

it("refuses 1,001 events, and an app id that is not a number", async () => {
  expect((await bulk(many(1_001))).status).toBe(400);
  expect((await track({ app_id: "acme", events: [eventOf(1)] })).status).toBe(400);
});

it("takes numbers, texts and lists of them, a user_id, and times with an offset", async () => {
  const properties = { price: 1.5, plan: "team", tags: ["a", 2] };
  const answer = await bulk([
    eventOf(1, { properties, timestamp: "2026-01-05T10:00:00.123Z" }),
    eventOf(2, { identity: undefined, user_id: "9007199254740991", timestamp: "2026-01-05T10:00:00+02:00" }),
  ]);
  expect(answer.status).toBe(200);
});

it("stops an app above 15,000 events a minute, stores nothing of that call and counts a violation", async () => {
  for (let batch = 0; batch < 15; batch += 1) expect((await bulk(many(1_000))).status).toBe(200);

  expect((await bulk([eventOf(5_000)])).status).toBe(429);
  expect(app()).toMatchObject({ eventsStored: 1_000, repeats: 14_000, limitedCalls: 1 });
  expect(sandbox.state.heap.violations.count("rate_limited")).toBe(1);
});

it("stops one identity above 1,000 bulk events or 30 single calls, but not its neighbours", async () => {
  await bulk(many(1_000, { identity: "busy" }));
  expect((await bulk([eventOf(1, { identity: "busy" })])).status).toBe(429);
  expect((await bulk([eventOf(2)])).status).toBe(200);

  for (let call = 0; call < 30; call += 1) await track({ app_id: "1001", ...eventOf(1) });
  expect((await track({ app_id: "1001", ...eventOf(1) })).status).toBe(429);
});

it("has no limits when they are switched off", async () => {
  await fetch(`${sandbox.url}/control/limits`, { method: "POST", body: '{"heap":false}' });
  for (let batch = 0; batch < 16; batch += 1) {
    expect((await bulk(many(1_000, { identity: "busy" }))).status).toBe(200);
  }
});

it("refuses poisoned identities and keys, so that bisecting can be tested", async () => {
  const poison = { identities: ["user-1"], idempotencyKeys: ["event-2-key"] };
  await fetch(`${sandbox.url}/control/heap/1001/poison`, { method: "POST", body: JSON.stringify(poison) });

  expect((await bulk([eventOf(0), eventOf(1)])).status).toBe(400);
  expect((await bulk([eventOf(0), eventOf(2)])).status).toBe(400);
  expect((await bulk([eventOf(0)])).status).toBe(200);
});

it("records what Heap would accept silently although it merges strangers or loses idempotency", async () => {
  await bulk([eventOf(1, { identity: "undefined" }), eventOf(2, { idempotency_key: undefined })]);

  expect(sandbox.state.heap.violations.count("shared_identity")).toBe(1);
  expect(sandbox.state.heap.violations.count("no_idempotency_key")).toBe(1);
});

it("lists its idempotency keys line by line", async () => {
  await bulk(many(2_500).slice(0, 1_000));
  const keys = await (await fetch(`${sandbox.url}/control/heap/1001/keys`)).text();
  expect(keys.trimEnd().split("\n")).toEqual(many(1_000).map((event) => event.idempotency_key));
});

it.each([400, 404])(
  "told which app ids exist, refuses every other call as a whole with %i, and its keys too",
  async (refusal) => {
    const order = (method: string, body?: object) =>
      fetch(`${sandbox.url}/control/heap/apps`, { method, body: body ? JSON.stringify(body) : undefined });
    await order("POST", { us: ["7"], eu: ["8"], refusal });
    expect(await bulk([eventOf(1)])).toEqual({ status: refusal, body: { error: "unknown app_id" } });
    expect((await track({ app_id: "8", ...eventOf(1) })).status).toBe(refusal);
    expect((await track({ app_id: "7", ...eventOf(1) })).status).toBe(200);
    const token = await fetch(`${sandbox.url}/heap/api/public/v0/auth_token`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa("1001:heap-key-1001")}` },
    });
    expect(token.status).toBe(401);

    await order("DELETE");
    expect((await bulk([eventOf(1)])).status).toBe(200);
  },
);
