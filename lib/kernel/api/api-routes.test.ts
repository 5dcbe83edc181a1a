import { beforeAll, expect, test } from "vitest";
import * as archive from "@/app/api/v1/customers/[customerId]/archive/route";
import * as audit from "@/app/api/v1/customers/[customerId]/audit/route";
import * as customer from "@/app/api/v1/customers/[customerId]/route";
import * as source from "@/app/api/v1/customers/[customerId]/sources/[sourceId]/route";
import * as sources from "@/app/api/v1/customers/[customerId]/sources/route";
import * as customers from "@/app/api/v1/customers/route";
import { prisma } from "@/lib/kernel/database";
import { callRoute } from "@/tools/testing/call-route";
import { makeKey, makeMember, makeSession } from "@/tools/testing/make-team";

let csm: string;
let viewer: string;

beforeAll(async () => {
  csm = await makeKey("csm");
  viewer = await makeKey("viewer");
});

const sourceBody = { name: "Currents", heapAppId: "1234", heapRegion: "us" };

async function makeCustomer(name = "Customer"): Promise<{ id: string; version: number }> {
  const { status, body } = await callRoute(customers.POST, { method: "POST", key: csm, body: { name } });
  expect(status).toBe(201);
  return body as { id: string; version: number };
}

test("without a valid key or session every call is 401, with one error shape", async () => {
  for (const authorization of [null, "Bearer wrong", "Basic abc"]) {
    const headers = authorization === null ? undefined : { authorization };
    const { status, body } = await callRoute(customers.GET, { headers });
    expect(status).toBe(401);
    expect(body).toEqual({ error: { code: "unauthenticated", message: expect.any(String) } });
  }
});

test("a viewer reads and changes nothing", async () => {
  expect((await callRoute(customers.GET, { key: viewer })).status).toBe(200);
  const refused = await callRoute(customers.POST, { method: "POST", key: viewer, body: { name: "x" } });
  expect(refused).toMatchObject({ status: 403, body: { error: { code: "forbidden" } } });
});

test("unknown fields, wrong values, broken JSON and repeated parameters are 400 and name the field, not the value", async () => {
  const bodies = [
    [{ name: "x", surprise: "my-secret" }, "surprise"],
    [{ name: "   " }, "name"],
    [{ name: "a\u0000b" }, "name"],
    [{ name: "x".repeat(201) }, "name"],
    [{ name: "x", ownerId: "my-secret" }, "ownerId"],
    [[], "body"],
  ] as const;
  for (const [body, field] of bodies) {
    const answer = await callRoute(customers.POST, { method: "POST", key: csm, body });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "invalid" } } });
    expect(JSON.stringify(answer.body)).toContain(field);
    expect(JSON.stringify(answer.body)).not.toContain("my-secret");
  }

  for (const query of [
    "?limit=0",
    "?limit=101",
    "?cursor=nonsense",
    `?cursor=${Buffer.from('["a\\u0000b","01a20c43-eab4-7303-842b-132799b39e87"]').toString("base64url")}`,
    "?q=%00",
    "?what=1",
    "?limit=1&limit=2",
    "?state=x",
  ]) {
    expect((await callRoute(customers.GET, { key: csm, query })).status).toBe(400);
  }
  expect((await callRoute(customers.POST, { method: "POST", key: csm, text: "{" })).status).toBe(400);
});

test("a body over the cap is 413", async () => {
  const text = JSON.stringify({ name: "x".repeat(300_000) });
  expect((await callRoute(customers.POST, { method: "POST", key: csm, text })).status).toBe(413);
});

test("another customer's source and malformed ids are 404", async () => {
  const [mine, other] = [await makeCustomer("Mine"), await makeCustomer("Other")];
  const made = await callRoute(sources.POST, {
    method: "POST",
    key: csm,
    params: { customerId: mine.id },
    body: sourceBody,
  });
  expect(made.status).toBe(201);
  const { id: sourceId, version } = made.body as { id: string; version: number };

  const foreign = { customerId: other.id, sourceId };
  expect((await callRoute(source.GET, { key: csm, params: foreign })).status).toBe(404);
  const change = { method: "PATCH", key: csm, params: foreign, body: { version, name: "taken" } };
  expect((await callRoute(source.PATCH, change)).status).toBe(404);
  expect((await callRoute(customer.GET, { key: csm, params: { customerId: "1" } })).status).toBe(404);
  expect(
    (await callRoute(source.GET, { key: csm, params: { customerId: mine.id, sourceId } })).body,
  ).toMatchObject({
    name: "Currents",
  });
});

test("an edit of an outdated version is 409 and names both versions", async () => {
  const { id, version } = await makeCustomer();
  const edit = (name: string) =>
    callRoute(customer.PATCH, {
      method: "PATCH",
      key: csm,
      params: { customerId: id },
      body: { version, name },
    });

  expect((await edit("First")).status).toBe(200);
  expect(await edit("Second")).toMatchObject({
    status: 409,
    body: { error: { code: "conflict", details: { yourVersion: version, currentVersion: version + 1 } } },
  });
});

test("the same Idempotency-Key creates once, even when sent many times at once, and gets the same answer", async () => {
  const { id: customerId } = await makeCustomer();
  const create = (body: object) =>
    callRoute(sources.POST, {
      method: "POST",
      key: csm,
      params: { customerId },
      body: { ...sourceBody, bearerToken: "generate", ...body },
      headers: { "idempotency-key": "one" },
    });

  const answers = await Promise.all(Array.from({ length: 8 }, () => create({})));
  answers.push(await create({}));
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(answers[0]).toMatchObject({
    status: 201,
    body: {
      bearerToken: expect.stringMatching(/^.{43}$/),
      endpoint: { url: expect.stringContaining("/api/currents/") },
    },
  });
  expect(await prisma.source.count({ where: { customerId } })).toBe(1);
  expect(await prisma.auditEntry.count({ where: { customerId, action: "source.created" } })).toBe(1);

  expect((await create({ name: "Another" })).status).toBe(409);
});

test("a creation that failed leaves its Idempotency-Key free", async () => {
  const { id: customerId, version } = await makeCustomer();
  const params = { customerId };
  const create = () =>
    callRoute(sources.POST, {
      method: "POST",
      key: csm,
      params,
      body: sourceBody,
      headers: { "idempotency-key": "two" },
    });

  const archived = await callRoute(archive.POST, { method: "POST", key: csm, params, body: { version } });
  expect((await create()).status).toBe(409);
  const back = { version: (archived.body as { version: number }).version, state: "paused" };
  await callRoute(customer.PATCH, { method: "PATCH", key: csm, params, body: back });
  expect((await create()).status).toBe(201);
});

test("the bearer token and the address appear only in the answer that creates them", async () => {
  const { id: customerId } = await makeCustomer();
  const body = { ...sourceBody, bearerToken: "generate" };
  const made = await callRoute(sources.POST, { method: "POST", key: csm, params: { customerId }, body });
  const { id, endpoint, bearerToken } = made.body as {
    id: string;
    endpoint: { url: string };
    bearerToken: string;
  };

  const answers = await Promise.all([
    callRoute(sources.GET, { key: csm, params: { customerId } }),
    callRoute(source.GET, { key: csm, params: { customerId, sourceId: id } }),
    callRoute(audit.GET, { key: csm, params: { customerId } }),
  ]);
  for (const answer of answers) {
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.body)).not.toContain(bearerToken);
    expect(JSON.stringify(answer.body)).not.toContain(endpoint.url.split("/").at(-1));
  }
  expect(answers[1]?.body).toMatchObject({ hasBearerToken: true });
});

test("a session cookie works while its user may sign in, and changes only from our own pages", async () => {
  const { userId } = await makeMember("csm");
  const cookie = `theme=dark; ${await makeSession(userId)}`;
  const create = (headers: Record<string, string>) =>
    callRoute(customers.POST, {
      method: "POST",
      body: { name: "By cookie" },
      headers: { cookie, ...headers },
    });

  expect((await callRoute(customers.GET, { headers: { cookie } })).status).toBe(200);
  expect((await create({})).status).toBe(403);
  expect((await create({ origin: "https://elsewhere.example" })).status).toBe(403);
  expect((await create({ origin: "null" })).status).toBe(403);
  expect((await create({ origin: "http://127.0.0.1:3000" })).status).toBe(201);

  await prisma.user.update({ where: { id: userId }, data: { disabledAt: new Date() } });
  expect((await callRoute(customers.GET, { headers: { cookie } })).status).toBe(401);
  const forged = { cookie: "next-auth.session-token=forged" };
  expect((await callRoute(customers.GET, { headers: forged })).status).toBe(401);
});
