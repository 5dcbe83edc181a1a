import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { expect, test } from "@playwright/test";
import { freePort } from "../scripts/free-port";
import { type AppServer, startServer, stopServers } from "../scripts/server";
import { makeDatabase } from "./own-database";
import { orderSandbox } from "./sandbox-control";

test.afterAll(stopServers);

async function makeSourceIn(databaseUrl: string) {
  const before = process.env.DATABASE_URL;
  process.env.DATABASE_URL = databaseUrl;
  const [{ makeSource }, { pool }] = await Promise.all([
    import("../tools/testing/make-source"),
    import("../lib/kernel/database"),
  ]);
  process.env.DATABASE_URL = before;
  return { source: await makeSource({ heapAppId: "910910" }), pool };
}

const batch = () =>
  JSON.stringify({
    events: [
      {
        id: randomUUID(),
        event_type: "users.messages.email.Open",
        time: 1_790_000_000,
        user: { external_user_id: "somebody" },
      },
    ],
  });

/** Sends the first half of a request; the second half follows on `finish`, which returns the answer's status. */
function beginRequest(url: string, body: string): { finish(): Promise<number> } {
  const half = Math.floor(body.length / 2);
  const req = request(url, { method: "POST", headers: { "content-length": Buffer.byteLength(body) } });
  const status = new Promise<number>((resolve, reject) => {
    req.once("response", (res) => {
      res.resume();
      resolve(res.statusCode ?? 0);
    });
    req.once("error", reject);
  });
  req.write(body.slice(0, half));
  return {
    finish: () => {
      req.end(body.slice(half));
      return status;
    },
  };
}

const statusOf = (address: string) =>
  fetch(address).then(
    (res) => res.status,
    () => "refused",
  );

test("told to end, a process says no to readiness, finishes its request and its call to Heap, and leaves nothing open", async () => {
  const { runtimeUrl: databaseUrl } = await makeDatabase();
  const { source, pool } = await makeSourceIn(databaseUrl);
  const lines: string[] = [];
  const server: AppServer = await startServer(
    { DATABASE_URL: databaseUrl, SHUTDOWN_DELAY_SECONDS: "5", LOG_LEVEL: "info" },
    await freePort(),
    (text) => lines.push(text),
  );
  const ended = new Promise<number | null>((resolve) => server.process.once("exit", (code) => resolve(code)));
  const address = `${server.url}/api/currents/${source.token}`;
  const deliveries = async () =>
    (await pool.query("SELECT state FROM delivery")).rows.map((row) => row.state);

  // Heap takes longer to answer than the delay: the step is under way when the process has to end.
  await orderSandbox("/faults", {
    target: "heap.track",
    match: { appId: "910910" },
    mode: "latency",
    latencyMs: 8_000,
    count: 1,
  });
  expect((await fetch(address, { method: "POST", body: batch() })).status).toBe(200);
  await expect.poll(deliveries).toEqual(["sending"]);
  const open = beginRequest(address, batch());

  server.process.kill("SIGTERM");
  await expect.poll(() => statusOf(`${server.url}/api/health`), { intervals: [50] }).toBe(503);
  await expect.poll(() => statusOf(`${server.url}/api/health`)).toBe("refused");
  expect(await open.finish()).toBe(200);

  expect(await ended).toBe(0);
  // Its step may have made more calls; what matters is that none was cut off.
  expect(new Set(await deliveries())).toEqual(new Set(["accepted"]));
  const { rows } = await pool.query("SELECT state FROM batch ORDER BY id");
  expect([rows.length, rows[0].state]).toEqual([2, "done"]);
  expect((await pool.query("SELECT 1 FROM engine_run WHERE status = 'running'")).rows).toEqual([]);
  expect((await pool.query("SELECT 1 FROM engine_process")).rows).toEqual([]);
  expect(lines.join("")).toContain('"msg":"stopped"');
  await pool.end();
});

test("a starter waits out the delay that the process was given, and does not kill it meanwhile", async () => {
  const { runtimeUrl: databaseUrl } = await makeDatabase();
  const lines: string[] = [];
  // Longer than a stop without a delay may take.
  const server: AppServer = await startServer(
    { DATABASE_URL: databaseUrl, SHUTDOWN_DELAY_SECONDS: "30", LOG_LEVEL: "info" },
    await freePort(),
    (text) => lines.push(text),
  );
  const ended = new Promise((resolve) =>
    server.process.once("exit", (code, signal) => resolve({ code, signal })),
  );

  await server.stop();
  expect(await ended).toEqual({ code: 0, signal: null });
  expect(lines.join("")).toContain('"msg":"stopped"');
});
