import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { configureWorkspace } from "./control/configure-workspace";
import { appOf } from "./heap/state";
import { type Sandbox, startSandbox } from "./start";
import { resetSandbox } from "./state";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => resetSandbox(sandbox.state));

const stored = () => appOf(sandbox.state.heap, "1001").eventsStored;

function setFault(fault: object) {
  return fetch(`${sandbox.url}/control/faults`, { method: "POST", body: JSON.stringify(fault) });
}
function track(appId = "1001") {
  const event = { app_id: appId, identity: "user-1", event: "Open", idempotency_key: `key-for-${appId}` };
  return fetch(`${sandbox.url}/heap/api/track`, { method: "POST", body: JSON.stringify(event) });
}

it("answers the given status the given number of times, without effect, then recovers", async () => {
  await setFault({ target: "heap.track", mode: "status", status: 503, retryAfterSeconds: 7, count: 2 });

  const first = await track();
  expect([first.status, first.headers.get("retry-after")]).toEqual([503, "7"]);
  expect((await track()).status).toBe(503);
  expect(stored()).toBe(0);

  expect((await track()).status).toBe(200);
  expect(stored()).toBe(1);
});

it("drops a call before it takes effect", async () => {
  await setFault({ target: "heap.track", mode: "drop_before", count: 1 });
  await expect(track()).rejects.toThrow();
  expect(stored()).toBe(0);
});

it("drops a call after it took effect", async () => {
  await setFault({ target: "heap.track", mode: "drop_after", count: 1 });
  await expect(track()).rejects.toThrow();
  expect(stored()).toBe(1);
});

it("breaks off the answer in the middle after the call took effect", async () => {
  await setFault({ target: "heap.track", mode: "half_answer", count: 1 });
  const res = await track();
  expect(res.status).toBe(200);
  await expect(res.text()).rejects.toThrow();
  expect(stored()).toBe(1);
});

it.each([
  ["silent_before", 0],
  ["silent_after", 1],
])("keeps a caller waiting forever under %s", async (mode, storedThen) => {
  await setFault({ target: "heap.track", mode, count: 1 });
  const caller = new AbortController();
  const call = fetch(`${sandbox.url}/heap/api/track`, {
    method: "POST",
    body: JSON.stringify({
      app_id: "1001",
      identity: "user-1",
      event: "Open",
      idempotency_key: "key-silent",
    }),
    signal: caller.signal,
  });

  await expect.poll(() => sandbox.state.faults.list()).toHaveLength(0);
  expect(stored()).toBe(storedThen);
  caller.abort();
  await expect(call).rejects.toThrow();
});

it("answers late but normally under latency", async () => {
  await setFault({ target: "heap.track", mode: "latency", latencyMs: 5, count: 1 });
  expect((await track()).status).toBe(200);
  expect(stored()).toBe(1);
});

it("hits only the app it is meant for", async () => {
  await setFault({ target: "heap.track", match: { appId: "1002" }, mode: "status", status: 500, count: 9 });

  expect((await track("1001")).status).toBe(200);
  expect((await track("1002")).status).toBe(500);
});

it("can answer with the caller's own client secret, as Braze's 401 does", async () => {
  await setFault({
    target: "braze.users",
    match: { cohortId: "c1" },
    mode: "status",
    status: 401,
    body: { message: "Partner not enabled for client {client_secret}" },
    count: 1,
  });
  const res = await fetch(`${sandbox.url}/braze/partners/heap/cohorts/users`, {
    method: "POST",
    body: JSON.stringify({ client_secret: 'odd"key', cohort_id: "c1" }),
  });
  expect(await res.json()).toEqual({ message: 'Partner not enabled for client odd"key' });
});

it("finds a workspace by its Data Import Key and by its REST API key", async () => {
  const match = { workspaceKey: "sandbox-acme" };
  await setFault({ target: "braze.export", match, mode: "status", status: 500, count: 9 });

  const ask = async (key: string) => {
    const headers = { authorization: `Bearer ${key}` };
    const body = '{"external_ids":["a"],"fields_to_export":["external_id"]}';
    return (await fetch(`${sandbox.url}/braze/users/export/ids`, { method: "POST", headers, body })).status;
  };
  expect(await ask("sandbox-rest-acme")).toBe(500);
  expect(await ask("sandbox-rest-other")).toBe(201);
});

it("can be listed and cleared, and is refused when it makes no sense", async () => {
  expect((await setFault({ target: "heap.track", mode: "explode" })).status).toBe(400);
  expect((await setFault({ target: "heap.track", mode: "status" })).status).toBe(400);

  await setFault({ target: "heap.track", mode: "status", status: 500, count: 3 });
  const listed = await (await fetch(`${sandbox.url}/control/faults`)).json();
  expect(listed.faults).toHaveLength(1);

  await fetch(`${sandbox.url}/control/faults`, { method: "DELETE" });
  expect((await track()).status).toBe(200);
});

it("can be cleared for one subject alone", async () => {
  for (const appId of ["1001", "1002"])
    await setFault({ target: "heap.track", match: { appId }, mode: "status", status: 500, count: 9 });

  await fetch(`${sandbox.url}/control/faults?appId=1001`, { method: "DELETE" });
  expect((await track("1001")).status).toBe(200);
  expect((await track("1002")).status).toBe(500);
});

it("counts an id in two calls at a time, and more than four calls for one cohort, as violations", async () => {
  await setFault({ target: "braze.users", mode: "latency", latencyMs: 300, count: 5 });
  const call = (id: string) =>
    fetch(`${sandbox.url}/braze/partners/heap/cohorts/users`, {
      method: "POST",
      body: JSON.stringify({
        client_secret: "sandbox-acme",
        cohort_id: "c1",
        cohort_changes: [{ user_ids: [id] }],
      }),
    });
  await Promise.all(["a", "b", "c", "d", "a"].map(call));

  expect(sandbox.state.braze.violations.count("id_in_two_calls")).toBe(1);
  expect(sandbox.state.braze.violations.count("overlapping_calls")).toBe(1);
});

it("answers 423 to a call that overlaps another one for its cohort, where the workspace locks", async () => {
  configureWorkspace(sandbox.state.braze, { key: "sandbox-acme", locks: true });
  await setFault({ target: "braze.users", mode: "latency", latencyMs: 300, count: 2 });
  const call = (cohortId: string) =>
    fetch(`${sandbox.url}/braze/partners/heap/cohorts/users`, {
      method: "POST",
      body: JSON.stringify({
        partner_api_key: "sandbox-partner-key",
        client_secret: "sandbox-acme",
        cohort_id: cohortId,
        cohort_changes: [],
      }),
    });
  const [one, other] = await Promise.all([call("c1"), call("c1")]);

  expect([one?.status, other?.status].sort()).toEqual([201, 423]);
  expect((await call("c1")).status).toBe(201);
});

it("forgets everything on reset", async () => {
  await track();
  await fetch(`${sandbox.url}/control/reset`, { method: "POST" });
  const state = await (await fetch(`${sandbox.url}/control/state`)).json();
  expect(state.heap.apps).toEqual([]);
});
