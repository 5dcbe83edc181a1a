import { expect, test } from "vitest";
import { POST } from "@/app/api/currents/[token]/route";
import { pool, prisma } from "@/lib/kernel/database";
import { makeSource } from "@/tools/testing/make-source";

function post(token: string, body: Buffer, headers: Record<string, string> = {}): Promise<Response> {
  const req = new Request("http://127.0.0.1/api/currents/x", {
    method: "POST",
    body: Uint8Array.from(body),
    headers,
  });
  return POST(req, { params: Promise.resolve({ token }) });
}

async function notedOf(sourceId: string): Promise<number | null> {
  return (await prisma.endpoint.findFirstOrThrow({ where: { sourceId } })).lastRefusedStatus;
}

test("a refused body does not hide a refused sender, nor the other way round", async () => {
  const source = await makeSource({ heapAppId: "920", bearerToken: "right" });
  const right = { authorization: "Bearer right" };

  expect((await post(source.token, Buffer.from("{"), right)).status).toBe(400);
  expect(await notedOf(source.id)).toBe(400);
  expect((await post(source.token, Buffer.from("{}"))).status).toBe(401);
  expect(await notedOf(source.id)).toBe(401);
  expect((await post(source.token, Buffer.from("{"), right)).status).toBe(400);
  expect(await notedOf(source.id)).toBe(401);
});

test("a body refused before it is read is recorded, even at an address that has ended", async () => {
  const broken = await makeSource({ heapAppId: "921" });
  expect((await post(broken.token, Buffer.from("no gzip"), { "content-encoding": "gzip" })).status).toBe(400);
  expect(await notedOf(broken.id)).toBe(400);

  const revoked = await makeSource({ heapAppId: "922" });
  await prisma.endpoint.updateMany({ where: { sourceId: revoked.id }, data: { revokedAt: new Date() } });
  const zipped = { "content-encoding": "gzip" };
  expect((await post(revoked.token, Buffer.from("anything"), zipped)).status).toBe(404);
  expect(await notedOf(revoked.id)).toBe(404);
});

test("a refusal that was repeated with success is over; refusals again and again beside accepted requests are not", async () => {
  const source = await makeSource({ heapAppId: "923", bearerToken: "right" });
  // Nothing is forwarded: what arrives waits for Heap.
  await prisma.heapApp.create({ data: { key: "sandbox:923", resumeAt: new Date(Date.now() + 3_600_000) } });
  const right = { authorization: "Bearer right" };
  const batchOf = (id: string) =>
    Buffer.from(JSON.stringify({ events: [{ id, event_type: "users.behaviors.CustomEvent", time: 1 }] }));
  const again = async () =>
    (await prisma.endpoint.findFirstOrThrow({ where: { sourceId: source.id } })).refusedAgainAt;
  // Refusals are noted at most once a minute.
  const minutesLater = () =>
    pool.query(
      `UPDATE endpoint SET last_refused_at = last_refused_at - interval '2 min' WHERE source_id = $1`,
      [source.id],
    );

  expect((await post(source.token, batchOf("a"))).status).toBe(401);
  await minutesLater();
  expect((await post(source.token, batchOf("b"))).status).toBe(401);
  expect(await again()).toBeNull();

  await minutesLater();
  expect((await post(source.token, batchOf("c"), right)).status).toBe(200);
  expect(await again()).toBeNull();
  expect((await post(source.token, batchOf("d"))).status).toBe(401);
  expect(await again()).toEqual(expect.any(Date));
});
