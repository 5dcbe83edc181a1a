import { beforeAll, expect, test } from "vitest";
import * as nowhere from "@/app/api/v1/[[...rest]]/route";
import * as customer from "@/app/api/v1/customers/[customerId]/route";
import * as reveal from "@/app/api/v1/customers/[customerId]/sources/[sourceId]/endpoints/[endpointId]/reveal/route";
import * as customers from "@/app/api/v1/customers/route";
import { archiveCustomer } from "@/lib/setup/customers/archive-customer";
import { createCustomer } from "@/lib/setup/customers/create-customer";
import { updateCustomer } from "@/lib/setup/customers/update-customer";
import { createSource } from "@/lib/setup/sources/create-source";
import { callRoute } from "@/tools/testing/call-route";
import { makeKey, systemCtx } from "@/tools/testing/make-team";

let csm: string;

beforeAll(async () => {
  csm = await makeKey("csm");
});

test("an archived customer keeps its name and hides its addresses until it is brought back", async () => {
  const { id: customerId } = await createCustomer(systemCtx, { name: "Gone", ownerId: null });
  const made = await createSource(systemCtx, { customerId, name: "S", heapAppId: "1", heapRegion: "us" });
  const { version } = await archiveCustomer(systemCtx, { customerId, version: 1 });

  const change = (body: object) =>
    callRoute(customer.PATCH, { method: "PATCH", key: csm, params: { customerId }, body });
  expect((await change({ version, name: "Renamed" })).status).toBe(409);
  const params = { customerId, sourceId: made.id, endpointId: made.endpoint.id };
  expect((await callRoute(reveal.POST, { method: "POST", key: csm, params })).status).toBe(409);

  const back = await updateCustomer(systemCtx, { customerId, version, name: "Back", state: "paused" });
  expect(back).toMatchObject({ name: "Back", state: "paused" });
  expect((await callRoute(reveal.POST, { method: "POST", key: csm, params })).status).toBe(200);
});

test("every answer carries a request id of its own, to find it in the log", async () => {
  const ask = async (key?: string) => {
    const headers = { ...(key && { authorization: `Bearer ${key}` }) };
    const req = new Request("http://127.0.0.1:3000/api/v1/customers", { headers });
    return (await customers.GET(req, { params: Promise.resolve({}) })).headers.get("x-request-id");
  };
  const ids = [await ask(csm), await ask(csm), await ask(), nowhere.GET().headers.get("x-request-id")];
  for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(new Set(ids).size).toBe(4);
});

test("the API's root and every unknown address below it are 404 in the error shape", async () => {
  const { GET, POST, PUT, PATCH, DELETE } = nowhere;
  for (const handler of [GET, POST, PUT, PATCH, DELETE]) {
    expect(await callRoute(async () => handler(), {})).toMatchObject({
      status: 404,
      body: { error: { code: "not_found" } },
    });
  }
});

test("a limit is written in decimal digits", async () => {
  for (const limit of ["0x10", "1e1", "+5", " 5", "5.0", "-1", "0", "101", "", "٣"]) {
    const query = `?limit=${encodeURIComponent(limit)}`;
    expect(await callRoute(customers.GET, { key: csm, query })).toMatchObject({
      status: 400,
      body: { error: { message: "limit: must be a whole number from 1 to 100" } },
    });
  }
  expect((await callRoute(customers.GET, { key: csm, query: "?limit=100" })).status).toBe(200);
});

test("errors in a field are described in plain words", async () => {
  const say = async (body: unknown) => {
    const answer = await callRoute(customers.POST, { method: "POST", key: csm, body });
    return (answer.body as { error: { details: { fields: Record<string, string> } } }).error.details.fields;
  };
  expect(await say({})).toEqual({ name: "is missing" });
  expect(await say({ name: 7 })).toEqual({ name: "must be text" });
  expect(await say({ name: null })).toEqual({ name: "must be text" });
  expect(await say({ name: "x", ownerId: "1" })).toEqual({ ownerId: "must be an ID" });
  expect(await say([])).toEqual({ body: "must be an object" });
});
