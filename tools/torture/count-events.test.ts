import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { pool } from "@/lib/kernel/database";
import { createCurrentsSender } from "@/sandbox/senders/currents";
import type { MadeEvent } from "@/sandbox/senders/make-event";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { countEvents } from "./count-events";

let sandbox: Sandbox;
let sql: pg.Client;
beforeAll(async () => {
  sandbox = await startSandbox();
  process.env.SANDBOX_URL = sandbox.url;
  sql = new pg.Client({ connectionString: process.env.DATABASE_OWNER_URL });
  await sql.connect();
});
afterAll(async () => {
  await sql.end();
  await sandbox.close();
});

function made(user: string | null): MadeEvent & { id: string } {
  const id = randomUUID();
  const type = "users.messages.email.Open";
  const body = {
    id,
    event_type: type,
    time: 1_790_000_000,
    user: { external_user_id: user },
    properties: {},
  };
  return { id, type, body, expected: user === null ? "filtered" : "forward" };
}

/** A customer whose Braze assumes that all of these events were answered 200. */
function customerOf(source: TestSource, heapAppId: string, events: readonly MadeEvent[]) {
  const currents = createCurrentsSender({ url: "http://127.0.0.1:1/" });
  for (const event of events) currents.ledger.add(event).state = "acknowledged";
  return { id: source.customerId, heapAppId, currents };
}

const FINE = { lost: 0, doubled: 0, unexplained: 0, givenUp: 0, unbalanced: 0 };

test("events that arrived correctly count as acknowledged and nothing else", async () => {
  const source = await makeSource({ heapAppId: "8901" });
  const events = [made("anna"), made("ben"), made(null)];
  await sendBatch(
    source,
    events.map(({ body }) => body),
  );
  await forwardSlice("sandbox:8901");

  const count = await countEvents(sql, sandbox, customerOf(source, "8901", events));
  expect(count).toMatchObject({ ...FINE, made: 3, acknowledged: 3 });
});

test("an event in no books is lost, and so is one that is in the books but not at Heap", async () => {
  const source = await makeSource({ heapAppId: "8902" });
  const events = [made("anna"), made("ben")];
  await sendBatch(
    source,
    events.map(({ body }) => body),
  );
  await forwardSlice("sandbox:8902");
  sandbox.state.heap.apps.get("8902")?.keys.delete(events[0]?.id ?? "");

  const never = made("cleo");
  const count = await countEvents(sql, sandbox, customerOf(source, "8902", [...events, never]));
  expect(count.lost).toBe(2);
});

test("finds an event that took effect twice at Heap, one that nobody sent, and a batch that does not add up", async () => {
  const source = await makeSource({ heapAppId: "8903" });
  const events = [made("anna"), made("ben")];
  await sendBatch(
    source,
    events.map(({ body }) => body),
  );
  await forwardSlice("sandbox:8903");
  const app = sandbox.state.heap.apps.get("8903");
  // One stored with a key nobody sent, and one more under a known key.
  if (app) app.eventsStored += 2;
  app?.keys.add("nobody-sent-this");
  await pool.query("UPDATE event SET outcome = 'filtered' WHERE event_id = $1", [events[1]?.id]);

  const count = await countEvents(sql, sandbox, customerOf(source, "8903", events));
  expect(count).toMatchObject({ lost: 1, doubled: 1, unexplained: 2, unbalanced: 1 });
});
