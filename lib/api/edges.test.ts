import { beforeAll, expect, test } from "vitest";
import * as nowhere from "@/app/api/v1/[[...rest]]/route";
import * as customers from "@/app/api/v1/customers/route";
import { makeKey } from "@/lib/users/team.fixture";
import { callRoute } from "./call-route.fixture";

let csm: string;

beforeAll(async () => {
  csm = await makeKey("csm");
});

test("every answer names its request, each another one, so that the log can be found by it", async () => {
  const ask = async (key?: string) => {
    const headers = { ...(key && { authorization: `Bearer ${key}` }) };
    const req = new Request("http://127.0.0.1:3000/api/v1/customers", { headers });
    return (await customers.GET(req, { params: Promise.resolve({}) })).headers.get("x-request-id");
  };
  const ids = [await ask(csm), await ask(csm), await ask(), nowhere.GET().headers.get("x-request-id")];
  for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(new Set(ids).size).toBe(4);
});

test("the API's root and every address below it that is none are 404 in the error shape", async () => {
  const { GET, POST, PUT, PATCH, DELETE } = nowhere;
  for (const handler of [GET, POST, PUT, PATCH, DELETE]) {
    expect(await callRoute(async () => handler(), {})).toMatchObject({
      status: 404,
      body: { error: { code: "not_found" } },
    });
  }
});
