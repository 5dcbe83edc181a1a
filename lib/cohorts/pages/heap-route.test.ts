import { expect, test } from "vitest";
import { POST } from "@/app/api/heap/[token]/route";
import { noteStored } from "@/lib/kernel/customers/storage-limit";
import { pool } from "@/lib/kernel/database";
import { signHeapBody } from "@/lib/vendors/heap/signature";
import { createTestDestination, pageBody } from "@/tools/testing/make-destination";
import { asOwner } from "@/tools/testing/owner";

const BODY = pageBody({ task: "t", add: ["a"] });

async function post(token: string, body: string | Buffer, headers: Record<string, string> = {}) {
  const req = new Request("http://127.0.0.1/api/heap/x", {
    method: "POST",
    body: new Uint8Array(Buffer.from(body)),
    headers,
  });
  const res = await POST(req, { params: Promise.resolve({ token }) });
  return { status: res.status, body: await res.json(), retryAfter: res.headers.get("retry-after") };
}

const signed = (body: string, secret = "webhook-secret-1", ts = Date.now()) => ({
  "heap-hash": signHeapBody({ secret, ts, body }),
});

test("every answer of the table in docs/flows.md", async () => {
  const { token } = await createTestDestination();

  expect(await post("unknown", BODY, signed(BODY))).toMatchObject({ status: 404 });
  expect(await post(token, BODY, signed(BODY, "other"))).toMatchObject({
    status: 403,
    body: { error: "Invalid signature" },
  });
  expect(await post(token, BODY)).toMatchObject({ status: 400 });
  expect(await post(token, BODY, { "heap-hash": "nonsense" })).toMatchObject({ status: 400 });
  expect(await post(token, BODY, signed(BODY, undefined, Date.now() - 3_600_000))).toMatchObject({
    status: 400,
  });
  expect(await post(token, "{", signed("{"))).toMatchObject({ status: 400 });
  const unknown = '{"action_type":"segment.renamed"}';
  expect(await post(token, unknown, signed(unknown))).toMatchObject({
    status: 200,
    body: { result: "ignored" },
  });
  expect(await post(token, BODY, signed(BODY))).toMatchObject({ status: 200, body: { result: "applied" } });
  expect(await post(token, BODY, signed(BODY))).toMatchObject({ status: 200, body: { result: "repeated" } });
  expect(await post(token, Buffer.alloc(33 * 1024 * 1024))).toMatchObject({ status: 413 });
});

test("of a request that changes nothing only the beginning is kept", async () => {
  const { token, destinationId } = await createTestDestination();
  const long = `{"action_type":"zzz","x":"${"y".repeat(300_000)}"}`;
  expect(await post(token, long, signed(long))).toMatchObject({ status: 200 });
  const { rows } = await pool.query("SELECT length(body) AS bytes FROM page WHERE destination_id = $1", [
    destinationId,
  ]);
  expect(rows).toEqual([{ bytes: 64 * 1024 }]);
});

test("a customer that has spent its day's share is told to come back later", async () => {
  const { token, customerId } = await createTestDestination();
  await noteStored(customerId, 41 * 1024 ** 3);
  const refused = await post(token, BODY, signed(BODY));
  expect(refused).toMatchObject({ status: 503, body: { error: expect.stringContaining("24 hours") } });
  expect(Number(refused.retryAfter)).toBeGreaterThan(0);
});

test.each([
  ["with the mark signed too", (marked: string) => marked],
  ["signed before the mark was added", (marked: string) => marked.slice(1)],
])("a page that begins with a byte order mark is taken, %s", async (_, signedPart) => {
  const { token } = await createTestDestination();
  const short = `\ufeff${pageBody({ task: "marked", add: ["a"] })}`;
  const long = `\ufeff${pageBody({ task: "long", add: Array.from({ length: 40_000 }, (_, n) => `user-${n}`) })}`;

  for (const marked of [short, long]) {
    expect(await post(token, marked, signed(signedPart(marked)))).toMatchObject({
      status: 200,
      body: { result: "applied" },
    });
  }
  const { rows } = await pool.query(
    "SELECT g.wanted_count FROM segment g JOIN endpoint e USING (destination_id) WHERE e.token_hash = sha256($1::bytea)",
    [Buffer.from(token)],
  );
  expect(rows).toEqual([{ wanted_count: 40_001 }]);
});

const hintsOf = async (customerId: string) =>
  (await pool.query("SELECT name FROM engine_event WHERE payload->'data'->>'customerId' = $1", [customerId]))
    .rows;

test("an accepted page is signalled to the functions", async () => {
  const { token, customerId } = await createTestDestination();
  await post(token, BODY, signed(BODY));
  await expect.poll(() => hintsOf(customerId)).toEqual([{ name: "heap/page.accepted" }]);
});

test("a repeated page is signalled again: the process may have died between storing and signalling it", async () => {
  const { token, customerId } = await createTestDestination();
  const body = pageBody({ task: "said-again", add: ["a"] });
  await post(token, body, signed(body));
  await expect.poll(() => hintsOf(customerId)).toHaveLength(1);
  await post(token, body, signed(body));
  await expect.poll(() => hintsOf(customerId)).toHaveLength(2);
});

test("however many segments a customer has, its pages are one signal a second", async () => {
  const { token, customerId } = await createTestDestination({ signed: false });
  await Promise.all(
    Array.from({ length: 30 }, (_, index) => post(token, pageBody({ segment: `s${index}`, add: ["a"] }))),
  );
  await expect.poll(() => hintsOf(customerId)).not.toEqual([]);
  expect((await hintsOf(customerId)).length).toBeLessThan(15);
});

test("a database that fails is our fault: 503 with Retry-After", async () => {
  const { token } = await createTestDestination();
  await asOwner("ALTER TABLE member RENAME TO member_away");
  try {
    expect(await post(token, BODY, signed(BODY))).toMatchObject({ status: 503, retryAfter: "60" });
  } finally {
    await asOwner("ALTER TABLE member_away RENAME TO member");
  }
});
