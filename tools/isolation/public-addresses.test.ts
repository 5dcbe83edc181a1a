import { readdirSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { POST as connect } from "@/app/api/connect/[token]/route";
import { POST as currents } from "@/app/api/currents/[token]/route";
import { POST as heap } from "@/app/api/heap/[token]/route";
import { POST as revealEndpoint } from "@/app/api/status/[token]/endpoint/route";
import { GET as status } from "@/app/api/status/[token]/route";
import { POST as sync } from "@/app/api/status/[token]/sync/route";
import { POST as toggle } from "@/app/api/status/[token]/toggle/route";
import { POST as setPassword } from "@/app/api/v1/password-links/route";
import { prisma } from "@/lib/kernel/database";
import { newToken } from "@/lib/kernel/secrets/token";
import { createStatusLink } from "@/lib/setup/status-links/create-status-link";
import { signHeapBody } from "@/lib/vendors/heap/signature";
import { systemCtx } from "@/tools/testing/make-team";
import { makeTenant, secretsOf, type Tenant, wordsOf } from "./make-tenant";
import { snapshot } from "./read-tables";

/**
 * Addresses outside the API that answer without a sign-in: the test here that covers each, or why it knows no
 * customer.
 */
const ADDRESSES: Record<string, string> = {
  "status/[token]": "what a status link shows",
  "status/[token]/history": "what a status link shows",
  "status/[token]/sync": "a status link changes nothing of another customer",
  "status/[token]/toggle": "a status link changes nothing of another customer",
  "status/[token]/endpoint": "a status link changes nothing of another customer",
  "connect/[token]": "an unknown link",
  "currents/[token]": "the credentials of another customer",
  "heap/[token]": "the credentials of another customer",
  "auth/[...nextauth]": "Signing in is about people, not customers.",
  inngest: "Signed by Inngest; tells Inngest what a function did.",
  metrics: "Counts over all customers, names none; for callers with METRICS_TOKEN.",
  health: "Says whether the process and its database answer.",
  live: "Says whether the process answers.",
};

type Handler = (req: Request, context: { params: Promise<{ token: string }> }) => Promise<Response>;

const ORIGIN = { origin: "http://127.0.0.1:3000", host: "127.0.0.1:3000" };

let own: Tenant;
let foreign: Tenant;

beforeAll(async () => {
  own = await makeTenant();
  foreign = await makeTenant();
});

async function post(
  handler: Handler,
  token: string,
  body: unknown,
  headers: Record<string, string> = ORIGIN,
): Promise<{ status: number; text: string }> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const req = new Request("http://127.0.0.1:3000/api/x", { method: "POST", headers, body: text });
  const res = await handler(req, { params: Promise.resolve({ token }) });
  return { status: res.status, text: await res.text() };
}

function expectNothingOf(tenant: Tenant, text: string): void {
  expect(wordsOf(tenant, text)).toEqual([]);
}

test("every address outside the API is known to this test", () => {
  const folder = path.resolve(import.meta.dirname, "../../app/api");
  const addresses = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "route.ts" && !file.startsWith("v1/"))
    .map((file) => path.dirname(file));
  expect(
    addresses.filter((address) => !(address in ADDRESSES)),
    "Test here what these addresses reveal and change, and add them to ADDRESSES",
  ).toEqual([]);
});

test("what a status link shows is its own customer's, without a secret", async () => {
  const req = new Request("http://127.0.0.1:3000/api/status/x");
  const res = await status(req, { params: Promise.resolve({ token: own.secrets.statusToken }) });
  const text = await res.text();
  expect(res.status).toBe(200);
  expect(text).toContain(own.mark);
  expectNothingOf(foreign, text);
  expect(secretsOf(own, text)).toEqual([]);
});

test("a status link changes nothing of another customer, and nothing it has no right to", async () => {
  const weak = await createStatusLink(systemCtx, { customerId: own.customerId });
  const weakToken = weak.url.split("/").at(-1) ?? "";
  const endpointOf = ({ ids }: Tenant) => ({ endpointId: ids.endpoint });
  const actions: [Handler, (tenant: Tenant) => object][] = [
    [sync, ({ ids }) => ({ segmentId: ids.segment })],
    [toggle, ({ ids }) => ({ segmentId: ids.segment, isOn: true, version: 1 })],
    [revealEndpoint, endpointOf],
  ];

  const before = await snapshot();
  for (const [handler, bodyOf] of actions) {
    const refusals = [
      { answer: await post(handler, own.secrets.statusToken, bodyOf(foreign)), status: 404 },
      { answer: await post(handler, weakToken, bodyOf(own)), status: 403 },
      { answer: await post(handler, weakToken, bodyOf(foreign)), status: expect.toBeOneOf([403, 404]) },
      {
        answer: await post(handler, own.secrets.statusToken, bodyOf(own), { host: ORIGIN.host }),
        status: 403,
      },
    ];
    for (const { answer, status } of refusals) {
      expect(answer.status).toEqual(status);
      expectNothingOf(foreign, answer.text);
      expectNothingOf(own, answer.text);
    }
  }
  expect(await snapshot()).toEqual(before);
});

test("an unknown link is 404 at every address, reveals nothing and changes nothing", async () => {
  const revoked = await makeTenant();
  const expired = await makeTenant();
  const end = (tenant: Tenant, data: { revokedAt?: Date; expiresAt?: Date }) =>
    Promise.all([
      prisma.statusLink.updateMany({ where: { customerId: tenant.customerId }, data }),
      prisma.connectLink.updateMany({ where: { customerId: tenant.customerId }, data }),
    ]);
  await end(revoked, { revokedAt: new Date() });
  await end(expired, { expiresAt: new Date(Date.now() - 1_000) });

  const unknown = { ...own, secrets: { ...own.secrets, statusToken: newToken(), connectToken: newToken() } };
  const before = await snapshot();
  for (const tenant of [revoked, expired, unknown]) {
    const answers = [
      await post(sync, tenant.secrets.statusToken, { segmentId: tenant.ids.segment }),
      await post(toggle, tenant.secrets.statusToken, {
        segmentId: tenant.ids.segment,
        isOn: true,
        version: 1,
      }),
      await post(revealEndpoint, tenant.secrets.statusToken, { endpointId: tenant.ids.endpoint }),
      await post(connect, tenant.secrets.connectToken, { webhookSecret: "another-secret" }),
      await post(setPassword as Handler, "", { token: newToken(), password: "a long password to be" }),
    ];
    for (const { status, text } of answers) {
      expect(status).toBe(404);
      expectNothingOf(tenant, text);
    }
  }
  expect(
    (await post(connect, own.secrets.connectToken, { webhookSecret: "another-secret" }, {})).status,
  ).toBe(403);
  expect(await snapshot()).toEqual(before);
});

test("a token of one kind opens no address of another kind", async () => {
  const before = await snapshot();
  expect((await post(sync, own.secrets.connectToken, { segmentId: own.ids.segment })).status).toBe(404);
  expect((await post(connect, own.secrets.statusToken, { webhookSecret: "another-secret" })).status).toBe(
    404,
  );
  expect((await post(sync, own.secrets.sourceToken, { segmentId: own.ids.segment })).status).toBe(404);
  expect((await post(currents as Handler, own.secrets.statusToken, { events: [{}] })).status).toBe(404);
  expect((await post(heap as Handler, own.secrets.statusToken, {})).status).toBe(404);
  expect(await snapshot()).toEqual(before);
});

test("the credentials of another customer open no endpoint, and nothing of either changes", async () => {
  const before = await snapshot(foreign);
  const events = await post(
    currents as Handler,
    own.secrets.sourceToken,
    { events: [{ id: "1" }] },
    {
      authorization: `Bearer ${foreign.secrets.bearerToken}`,
    },
  );
  expect(events.status).toBe(401);

  const page = JSON.stringify({ action: "segment.users.update" });
  const signature = signHeapBody({ secret: foreign.secrets.webhookSecret, ts: Date.now(), body: page });
  const signed = await post(heap as Handler, own.secrets.destinationToken, page, { "heap-hash": signature });
  expect(signed.status).toBe(403);
  for (const { text } of [events, signed]) {
    expectNothingOf(foreign, text);
    expectNothingOf(own, text);
  }
  expect(await snapshot(foreign)).toEqual(before);
});
