import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { POST } from "@/app/api/currents/[token]/route";
import { GET } from "@/app/api/metrics/route";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { pool, prisma } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { makeSource } from "@/tools/testing/make-source";
import { readFacts } from "./read-metric-facts";

// A process reads its configuration once, before any test.
const TOKEN = vi.hoisted(() => {
  process.env.METRICS_TOKEN = "a-token-for-prometheus";
  return process.env.METRICS_TOKEN;
});

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  process.env.SANDBOX_URL = sandbox.url;
});
afterAll(() => sandbox.close());

const scrape = (authorization?: string) =>
  GET(new Request("http://127.0.0.1:3000/api/metrics", { headers: authorization ? { authorization } : {} }));

async function values(): Promise<Map<string, number>> {
  vi.setSystemTime(Date.now() + 60_000); // past the time for which facts are kept
  const text = await (await scrape(`Bearer ${TOKEN}`)).text();
  const lines = text.split("\n").filter((line) => line && !line.startsWith("#"));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))]));
}

beforeAll(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterAll(() => {
  vi.useRealTimers();
});

test("only callers with the token get metrics", async () => {
  expect((await scrape()).status).toBe(401);
  expect((await scrape("Bearer something-else-entirely")).status).toBe(401);
  expect((await scrape(`Bearer ${TOKEN}`)).status).toBe(200);
});

test("a scrape reports what was accepted, waits and was sent, the results, and the alerts", async () => {
  const source = await makeSource({ heapAppId: "808" });
  const events = Array.from({ length: 7 }, () => ({
    id: randomUUID(),
    event_type: "users.messages.email.Send",
    time: 1_790_000_000,
    user: { external_user_id: "somebody" },
  }));
  const req = new Request("http://127.0.0.1:3000/api/currents/x", {
    method: "POST",
    body: JSON.stringify({ events: [...events, { id: randomUUID(), event_type: "users.x", time: 1 }] }),
  });
  await POST(req, { params: Promise.resolve({ token: source.token }) });
  await pool.query("UPDATE batch SET received_at = now() - interval '90 s' WHERE source_id = $1", [
    source.id,
  ]);
  await prisma.alert.create({
    data: { customerId: source.customerId, kind: "no_events", subject: "x", message: "m", nextAction: "n" },
  });

  const before = await values();
  expect(before.get("tributary_events_accepted_total")).toBe(8);
  expect(before.get("tributary_pending_events")).toBe(8);
  expect(before.get("tributary_oldest_pending_seconds")).toBeGreaterThan(89);
  expect(before.get('tributary_request_seconds_count{route="currents",status="200"}')).toBe(1);
  expect(before.get('tributary_open_alerts{kind="no_events"}')).toBe(1);
  expect(before.get('tributary_open_alerts{kind="owed_stuck"}')).toBe(0);
  expect(before.get('tributary_customers{state="live"}')).toBe(1);
  expect(before.get("tributary_database_up")).toBe(1);

  await forwardSlice("sandbox:808");

  const after = await values();
  expect(after.get("tributary_pending_events")).toBe(0);
  expect(after.get("tributary_oldest_pending_seconds")).toBe(0);
  expect(after.get('tributary_events_recorded_total{outcome="forwarded"}')).toBe(7);
  expect(after.get('tributary_events_recorded_total{outcome="filtered"}')).toBe(1);
  expect(after.get('tributary_vendor_call_seconds_count{vendor="heap",call="track",result="accepted"}')).toBe(
    1,
  );
  expect(after.get("tributary_heap_budget_used_ratio")).toBeCloseTo(7 / 15_000);
});

test("members that Braze is yet to be told of are counted", async () => {
  const segmentId = randomUUID();
  await pool.query(
    `INSERT INTO member (segment_id, user_key, wanted, acked, task_order, refused)
     VALUES ($1, 'a', true, false, 1, NULL), ($1, 'b', false, NULL, 1, NULL), ($1, 'c', true, true, 1, NULL),
            ($1, 'd', true, false, 1, 'no')`,
    [segmentId],
  );
  expect((await values()).get("tributary_owed_members")).toBe(2);
});

test("messages that cannot be sent, and what should have been deleted, are reported", async () => {
  const before = await values();
  expect(before.get("tributary_unsent_messages")).toBe(0);
  expect(before.get("tributary_retention_overdue_seconds")).toBe(0);
  expect(before.get("tributary_storage_writable")).toBe(1);

  const { id: customerId } = await prisma.customer.create({ data: { name: "Told", state: "live" } });
  const message = { customerId, channel: "mail", subject: "s", body: "b" } as const;
  await prisma.message.createMany({
    data: [
      { ...message, state: "failed" },
      { ...message, state: "waiting", attempts: 3 },
      { ...message, state: "waiting", attempts: 0 },
      { ...message, state: "sent", attempts: 2 },
    ],
  });
  await pool.query("UPDATE batch SET received_at = now() - interval '16 days' WHERE state = 'done'");
  const after = await values();
  expect(after.get("tributary_unsent_messages")).toBe(2);
  expect(after.get("tributary_retention_overdue_seconds")).toBeGreaterThan(2 * 86_400 - 60);
});

test("no label contains customer data: label values come from our own short lists", async () => {
  const labels = [...(await values()).keys()].flatMap((name) => [...name.matchAll(/(\w+)="([^"]*)"/g)]);
  const unknown = labels.filter(
    ([, name, value]) =>
      !["le", "quantile", "version", "node", "space", "kind", "type", "major", "minor", "patch"].includes(
        name ?? "",
      ) && !/^(currents|heap|braze|[a-z_]{1,30}|\d{3})$/.test(value ?? ""),
  );
  expect(unknown.map(([label]) => label)).toEqual([]);
});

test("many scrapes at once read the database once", async () => {
  const query = vi.spyOn(pool, "connect");
  const now = Date.now() + 30_000;
  await Promise.all(Array.from({ length: 20 }, () => readFacts(now)));

  expect(query).toHaveBeenCalledTimes(1);
  query.mockRestore();
});

test("while the database is away a scrape still reports what the process knows, and that the database is away", async () => {
  const connect = vi.spyOn(pool, "connect").mockRejectedValue(new Error("connection refused") as never);
  const query = vi.spyOn(pool, "query").mockRejectedValue(new Error("connection refused") as never);
  const away = await values();
  connect.mockRestore();
  query.mockRestore();

  expect(away.get("tributary_database_up")).toBe(0);
  expect(away.has("tributary_pending_events")).toBe(false);
  expect(away.get("tributary_events_accepted_total")).toBe(8);
});
