import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { appOf } from "./heap/state";
import { type Sandbox, startSandbox } from "./start";
import { resetSandbox } from "./state";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => resetSandbox(sandbox.state));

async function post(path: string, body: object, headers: Record<string, string> = {}): Promise<number> {
  const res = await fetch(sandbox.url + path, { method: "POST", body: JSON.stringify(body), headers });
  await res.text();
  return res.status;
}
const track = (heap: string, appId: string) =>
  post(`/${heap}/api/track`, {
    app_id: appId,
    event: "Open",
    identity: "anna",
    idempotency_key: "key-00001",
  });
const change = (braze: string, partnerKey: string, importKey: string) =>
  post(`/${braze}/partners/heap/cohorts/users`, {
    partner_api_key: partnerKey,
    client_secret: importKey,
    cohort_id: "c1",
    cohort_changes: [{ user_ids: ["anna"] }],
  });
const wrong = () => {
  const { braze, heap } = sandbox.state;
  return braze.violations.count("wrong_data_centre") + heap.violations.count("wrong_data_centre");
};

it.each([
  ["heap", "heap-eu"],
  ["heap-eu", "heap"],
])("an app whose events came to %s is unknown at %s", async (own, other) => {
  expect(await track(own, "1001")).toBe(200);
  expect(await track(other, "1001")).toBe(400);
  expect(appOf(sandbox.state.heap, "1001")).toMatchObject({ refusedCalls: 1, eventsStored: 1 });
  expect(wrong()).toBe(1);
});

it("deletes users of both Heaps at the host of the United States only", async () => {
  appOf(sandbox.state.heap, "1001").dataCentre = "eu";
  const headers = { authorization: `Basic ${btoa("1001:heap-key-1001")}` };
  expect(await post("/heap/api/public/v0/auth_token", {}, headers)).toBe(200);
  expect(await post("/heap-eu/api/public/v0/auth_token", {}, headers)).toBe(404);
});

it("takes each partner key and each workspace's keys in one data centre of Braze only", async () => {
  expect(await change("braze", "sandbox-partner-key", "sandbox-acme")).toBe(201);
  expect(await change("braze-eu", "sandbox-partner-key-eu", "sandbox-eu-acme")).toBe(201);
  expect(wrong()).toBe(0);

  expect(await change("braze", "sandbox-partner-key-eu", "sandbox-acme")).toBe(401);
  expect(await change("braze-eu", "sandbox-partner-key", "sandbox-eu-acme")).toBe(401);
  expect(await change("braze", "sandbox-partner-key", "sandbox-eu-acme")).toBe(401);
  expect(await change("braze-eu", "sandbox-partner-key-eu", "sandbox-acme")).toBe(401);
  expect(wrong()).toBeGreaterThanOrEqual(4);
});

it("takes a REST API key where its workspace is", async () => {
  const body = { external_ids: ["anna"], fields_to_export: ["external_id"] };
  const headers = { authorization: "Bearer sandbox-rest-eu-acme" };
  expect(await post("/braze-eu/users/export/ids", body, headers)).toBe(201);
  expect(await post("/braze/users/export/ids", body, headers)).toBe(401);
});
