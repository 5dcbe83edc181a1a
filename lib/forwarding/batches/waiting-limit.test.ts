import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { POST } from "@/app/api/currents/[token]/route";
import { noteStored } from "@/lib/kernel/customers/storage-limit";
import { pool } from "@/lib/kernel/database";
import { makeSource } from "@/tools/testing/make-source";
import { isTooMuch, measureFullCustomers, measureWaiting } from "./waiting-limit";

const GIGABYTE = 1024 ** 3;

async function send(token: string): Promise<Response> {
  const event = {
    id: randomUUID(),
    event_type: "users.messages.email.Open",
    time: 1_790_000_000,
    user: { external_user_id: "somebody" },
  };
  const req = new Request("http://127.0.0.1:3000/api/currents/x", {
    method: "POST",
    body: JSON.stringify({ events: [event] }),
  });
  return POST(req, { params: Promise.resolve({ token }) });
}

const openAlerts = async (customerId: string) =>
  (
    await pool.query("SELECT kind, next_action FROM alert WHERE customer_id = $1 AND resolved_at IS NULL", [
      customerId,
    ])
  ).rows;

test("beyond the limit Braze is told to come back later, an alert says so, and others are not concerned", async () => {
  const noisy = await makeSource({ heapAppId: "661" });
  const calm = await makeSource({ heapAppId: "662" });
  expect((await send(noisy.token)).status).toBe(200);
  await pool.query("UPDATE batch SET byte_size = 2147483647 WHERE source_id = $1", [noisy.id]);
  for (let more = 0; more < 2; more++) expect((await send(noisy.token)).status).toBe(200);
  await pool.query("UPDATE batch SET byte_size = 2147483647 WHERE source_id = $1", [noisy.id]);
  await measureWaiting(noisy.customerId);

  const refused = await send(noisy.token);
  expect(refused.status).toBe(503);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await openAlerts(noisy.customerId)).toMatchObject([
    { kind: "too_much_waiting", next_action: expect.stringContaining("Heap’s limit") },
  ]);
  const { rows } = await pool.query("SELECT count(*)::int AS count FROM batch WHERE source_id = $1", [
    noisy.id,
  ]);
  expect(rows).toEqual([{ count: 3 }]);
  expect((await send(calm.token)).status).toBe(200);

  await pool.query(
    "UPDATE batch SET state = 'done', filtered = accepted, done_at = now() WHERE source_id = $1",
    [noisy.id],
  );
  await measureFullCustomers();
  expect(await openAlerts(noisy.customerId)).toEqual([]);
  expect((await send(noisy.token)).status).toBe(200);
});

test("a customer that has spent its day's share is told to come back later, and loses nothing", async () => {
  const noisy = await makeSource({ heapAppId: "663" });
  const calm = await makeSource({ heapAppId: "664" });
  expect((await send(noisy.token)).status).toBe(200);
  await noteStored(noisy.customerId, 41 * GIGABYTE);

  const refused = await send(noisy.token);
  expect(refused.status).toBe(503);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await refused.json()).toEqual({ error: expect.stringContaining("send it again later") });
  const { rows } = await pool.query("SELECT state FROM batch WHERE source_id = $1", [noisy.id]);
  expect(rows).toEqual([{ state: "pending" }]);
  expect((await send(calm.token)).status).toBe(200);
});

test("there is room again only clearly below the limit", () => {
  const waiting = { batches: 1, bytes: 4.9 * GIGABYTE };
  expect(isTooMuch(waiting, false)).toBe(false);
  expect(isTooMuch(waiting, true)).toBe(true);
  expect(isTooMuch({ batches: 1, bytes: 4 * GIGABYTE }, true)).toBe(false);
  expect(isTooMuch({ batches: 200_001, bytes: 0 }, false)).toBe(true);
});
