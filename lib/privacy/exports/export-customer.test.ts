import { randomUUID } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import * as route from "@/app/api/v1/customers/[customerId]/export.ndjson.gz/route";
import { pool, prisma } from "@/lib/kernel/database";
import { createTestDestination, ctxOf, postPage } from "@/tools/testing/make-destination";
import { makeSource, sendBatch } from "@/tools/testing/make-source";
import { makeKey } from "@/tools/testing/make-team";
import { exportCustomer } from "./export-customer";

const get = (customerId: string, key: string) =>
  route.GET(new Request("http://127.0.0.1:3000/x", { headers: { authorization: `Bearer ${key}` } }), {
    params: Promise.resolve({ customerId }),
  });

test("the file contains every kind of record of one customer and their numbers, but no secret", async () => {
  const destination = await createTestDestination();
  const { customerId } = destination;
  const source = await makeSource({ heapAppId: "7501", bearerToken: "bearer-of-the-customer" });
  await prisma.source.update({ where: { id: source.id }, data: { customerId } });
  const mine = {
    id: randomUUID(),
    event_type: "users.messages.email.Open",
    time: 1_790_000_000,
    user: { external_user_id: "anna" },
  };
  await sendBatch(source, [mine], "bearer-of-the-customer");
  await postPage(destination, { add: ["anna", "ben"] });
  const foreign = await createTestDestination();
  await postPage(foreign, { add: ["somebody-else"] });

  const res = await get(customerId, await makeKey("admin"));
  expect(res.status).toBe(200);
  expect(res.headers.get("content-type")).toBe("application/gzip");
  const text = gunzipSync(Buffer.from(await res.arrayBuffer())).toString("utf8");
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines[0]).toMatchObject({ type: "export", data: { version: 1, customerId } });
  expect(lines.at(-1)).toMatchObject({
    type: "end",
    data: {
      counts: {
        customer: 1,
        source: 1,
        destination: 1,
        endpoint: 1,
        segment: 1,
        member: 2,
        batch: 1,
        page: 1,
        audit_entry: 1,
      },
    },
  });
  expect(lines.find((line) => line.type === "batch").data.body).toContain(mine.id);
  expect(text).not.toContain("somebody-else");

  const { rows } = await pool.query<{ secret: string }>(
    `SELECT token_enc AS secret FROM endpoint WHERE customer_id = $1 UNION ALL SELECT hint FROM endpoint WHERE customer_id = $1
     UNION ALL SELECT encode(token_hash, 'hex') FROM endpoint WHERE customer_id = $1
     UNION ALL SELECT data_import_key_enc FROM destination WHERE customer_id = $1
     UNION ALL SELECT secret_enc FROM webhook_secret WHERE customer_id = $1`,
    [customerId],
  );
  const secrets = [
    ...rows.map(({ secret }) => secret),
    destination.secret,
    destination.token,
    destination.workspaceKey,
    source.token,
    "bearer-of-the-customer",
  ];
  for (const secret of secrets) expect(text).not.toContain(secret);
});

test("only an admin gets it, only for an existing customer, and the log says so", async () => {
  const { customerId } = await createTestDestination();
  expect((await get(customerId, await makeKey("csm"))).status).toBe(403);
  const admin = await makeKey("admin");
  expect((await get(randomUUID(), admin)).status).toBe(404);
  await (await get(customerId, admin)).body?.cancel();
  expect(await prisma.auditEntry.count({ where: { customerId, action: "customer.exported" } })).toBe(1);
});

test("bodies of any size are in the file as they came, and no piece of it is as large as a body", async () => {
  const source = await makeSource({ heapAppId: "7502" });
  const long = "Zoë 🙂 \\ \n".repeat(20_000);
  const events = (count: number) =>
    Array.from({ length: count }, () => ({
      id: randomUUID(),
      event_type: "users.messages.email.Open",
      time: 1_790_000_000,
      user: { external_user_id: "anna" },
      properties: { long },
    }));
  for (const count of [1, 12, 0, 40]) await sendBatch(source, events(count || 1));
  const { rows } = await pool.query<{ id: string; body: Buffer }>(
    "SELECT id, body FROM batch WHERE customer_id = $1",
    [source.customerId],
  );
  const largest = Math.max(...rows.map(({ body }) => body.byteLength));
  expect(largest).toBeGreaterThan(8_000_000);

  let text = "";
  let longestPiece = 0;
  for await (const piece of await exportCustomer(ctxOf("admin"), source)) {
    text += piece;
    longestPiece = Math.max(longestPiece, piece.length);
  }
  expect(longestPiece).toBeLessThan(largest / 4);
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const exported = new Map(
    lines.filter(({ type }) => type === "batch").map(({ data }) => [data.id, data.body]),
  );
  expect(exported.size).toBe(4);
  for (const { id, body } of rows) expect(exported.get(id) === body.toString("utf8")).toBe(true);
  expect(lines.at(-1).data.counts.batch).toBe(4);
});

test("a body that changes while it is read breaks the file off", async () => {
  const source = await makeSource({ heapAppId: "7503" });
  const event = { id: randomUUID(), event_type: "x", time: 1_790_000_000, user: {} };
  const text = "x".repeat(900_000);
  await sendBatch(source, [{ ...event, properties: { a: text, b: text, c: text } }]);
  const read = async () => {
    for await (const piece of await exportCustomer(ctxOf("admin"), source)) {
      if (piece.startsWith('{"type":"batch"'))
        await pool.query("UPDATE batch SET body = substring(body FROM 2) WHERE source_id = $1", [source.id]);
    }
  };
  await expect(read()).rejects.toThrow("changed");
});
