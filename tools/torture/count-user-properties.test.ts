import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { prisma } from "@/lib/kernel/database";
import { createCurrentsSender } from "@/sandbox/senders/currents";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { makeSource, sendBatch } from "@/tools/testing/make-source";
import { countUserProperties, EMAIL_RULE } from "./count-user-properties";

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

/** Ann's address changed, and the events came in the other order; Ben has one. All are acknowledged and forwarded. */
async function forwardThree(heapAppId: string) {
  const source = await makeSource({ heapAppId });
  await prisma.source.update({ where: { id: source.id }, data: { userProperties: [{ ...EMAIL_RULE }] } });
  const currents = createCurrentsSender({ url: "http://127.0.0.1:1/" });
  const addresses: [user: string, second: number, address: string][] = [
    ["ann", 2, "new@example.com"],
    ["ann", 1, "old@example.com"],
    ["ben", 1, "ben@example.com"],
  ];
  for (const [user, second, address] of addresses) {
    const body = {
      id: randomUUID(),
      event_type: "users.messages.email.Send",
      time: 1_790_000_000 + second,
      user: { external_user_id: user },
      properties: { email_address: address },
    };
    currents.ledger.add({ id: body.id, type: body.event_type, body, expected: "forward" }).state =
      "acknowledged";
    await sendBatch(source, [body]);
  }
  await forwardSlice(`sandbox:${heapAppId}`);
  return { id: source.customerId, heapAppId, currents };
}

test("users whose latest address is at Heap and in the books count as such", async () => {
  const customer = await forwardThree("8951");
  expect(await countUserProperties(sql, sandbox, customer)).toEqual({ users: 2, stale: 0, misbooked: 0 });
});

test("an older address at Heap is stale; one that Heap has not accepted or nobody named is misbooked", async () => {
  const customer = await forwardThree("8952");
  const users = sandbox.state.heap.apps.get("8952")?.users;
  users?.set("ann", { email: "old@example.com" });
  users?.set("carl", { email: "carl@example.com" });
  await sql.query("UPDATE user_property SET owed_since = now() WHERE customer_id = $1 AND identity = 'ben'", [
    customer.id,
  ]);
  expect(await countUserProperties(sql, sandbox, customer)).toEqual({ users: 2, stale: 1, misbooked: 2 });
});
