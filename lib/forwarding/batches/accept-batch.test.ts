import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { POST } from "@/app/api/currents/[token]/route";
import { pool } from "@/lib/kernel/database";
import { makeSource, type TestSource } from "@/tools/testing/make-source";
import { asOwner } from "@/tools/testing/owner";

let open: TestSource;
let guarded: TestSource;

beforeAll(async () => {
  open = await makeSource({ heapAppId: "501" });
  guarded = await makeSource({ heapAppId: "502", bearerToken: "right-token" });
});

function post(token: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<Response> {
  const req = new Request("http://tributary/api/currents/x", {
    method: "POST",
    body: new Uint8Array(Buffer.from(body)),
    headers,
  });
  return POST(req, { params: Promise.resolve({ token }) });
}

const event = () => ({
  id: randomUUID(),
  event_type: "users.messages.email.Open",
  time: 1_790_000_000,
  user: { external_user_id: "anna" },
});
const batch = (count: number) => JSON.stringify({ events: Array.from({ length: count }, event) });

async function acceptedBy({ id }: TestSource): Promise<number> {
  const { rows } = await pool.query<{ sum: number }>(
    "SELECT COALESCE(sum(accepted), 0)::int AS sum FROM batch WHERE source_id = $1",
    [id],
  );
  return rows[0]?.sum ?? 0;
}

test.each([
  ["an unknown token", () => post("no-such-token", batch(1)), 404],
  ["an unknown token with a broken body", () => post("no-such-token", "{"), 404],
  ["no bearer token where one is set", () => post(guarded.token, batch(1)), 401],
  ["a wrong bearer token", () => post(guarded.token, batch(1), { authorization: "Bearer wrong" }), 401],
  [
    "a probe with a wrong bearer token",
    () => post(guarded.token, "", { authorization: "Bearer wrong" }),
    401,
  ],
  [
    "a probe with the right bearer token",
    () => post(guarded.token, "", { authorization: "Bearer right-token" }),
    200,
  ],
  [
    "the right bearer token",
    () => post(guarded.token, batch(1), { authorization: "bearer right-token" }),
    200,
  ],
  ["an unasked bearer token", () => post(open.token, batch(1), { authorization: "Bearer any" }), 200],
  ["an empty body", () => post(open.token, ""), 200],
  ["no events", () => post(open.token, '{"events":[]}'), 200],
  ["a body that is not JSON", () => post(open.token, "events"), 400],
  ["events that are not a list", () => post(open.token, '{"events":{}}'), 400],
  ["a bare event", () => post(open.token, JSON.stringify(event())), 200],
  ["a body that begins with a byte order mark", () => post(open.token, `\ufeff${batch(1)}`), 200],
  ["a gzip body", () => post(open.token, gzipSync(batch(3)), { "content-encoding": "gzip" }), 200],
  ["a body labelled gzip that is not", () => post(open.token, batch(1), { "content-encoding": "gzip" }), 400],
  ["a body over the cap", () => post(open.token, Buffer.alloc(17 * 1024 * 1024, 32)), 413],
  [
    "a small gzip body that unzips over the cap",
    () => post(open.token, gzipSync(Buffer.alloc(17 * 1024 * 1024, 32)), { "content-encoding": "gzip" }),
    413,
  ],
])("%s is answered as docs/flows.md says", async (_, send, status) => {
  const answer = await send();
  expect(answer.status).toBe(status);
  expect(await answer.text()).not.toContain("right-token");
});

test("a batch answered 200 is in the database with every event counted; a probe leaves nothing", async () => {
  const before = await acceptedBy(open);
  await post(open.token, batch(100));
  await post(open.token, '{"events":[]}');
  expect(await acceptedBy(open)).toBe(before + 100);
});

test("the same batch many times at once is stored once", async () => {
  const before = await acceptedBy(open);
  const body = batch(7);
  const answers = await Promise.all(Array.from({ length: 20 }, () => post(open.token, body)));
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  expect(await acceptedBy(open)).toBe(before + 7);
});

test("during a rotation's overlap both tokens work, after it only the new one, and a revoked one never", async () => {
  const rotated = await makeSource({ heapAppId: "503" });
  const expire = (when: string) =>
    pool.query(`UPDATE endpoint SET expires_at = now() ${when} WHERE source_id = $1`, [rotated.id]);

  await expire("+ interval '1 hour'");
  expect((await post(rotated.token, batch(1))).status).toBe(200);
  await expire("- interval '1 second'");
  expect((await post(rotated.token, batch(1))).status).toBe(404);
  await pool.query("UPDATE endpoint SET expires_at = NULL, revoked_at = now() WHERE source_id = $1", [
    rotated.id,
  ]);
  expect((await post(rotated.token, batch(1))).status).toBe(404);
});

test("an archived customer's endpoint is unknown; a paused one keeps what it receives", async () => {
  const source = await makeSource({ heapAppId: "504" });
  await pool.query("UPDATE customer SET state = 'paused' WHERE id = $1", [source.customerId]);
  expect((await post(source.token, batch(2))).status).toBe(200);
  expect(await acceptedBy(source)).toBe(2);
  await pool.query("UPDATE customer SET state = 'archived' WHERE id = $1", [source.customerId]);
  expect((await post(source.token, batch(2))).status).toBe(404);
});

test("a database that fails is our fault: 503 with Retry-After", async () => {
  await asOwner("ALTER TABLE batch RENAME TO batch_away");
  try {
    const answer = await post(open.token, batch(1));
    expect({ status: answer.status, retryAfter: answer.headers.get("retry-after") }).toEqual({
      status: 503,
      retryAfter: "60",
    });
  } finally {
    await asOwner("ALTER TABLE batch_away RENAME TO batch");
  }
});

test("whatever JSON comes, the answer is 200 or 400, never a 5xx", async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.boolean(), async (value, wrapped) => {
      const { status } = await post(open.token, JSON.stringify(wrapped ? { events: [value] } : value));
      expect([200, 400]).toContain(status);
    }),
    { numRuns: 150 },
  );
});
