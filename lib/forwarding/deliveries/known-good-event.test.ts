import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readSourceFacts } from "@/lib/insight/alerts/read-source-facts";
import { pool } from "@/lib/kernel/database";
import { appOf } from "@/sandbox/heap/state";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { booksOf as books, endWait, openEvent as event } from "@/tools/testing/forward-events";
import { makeSource, sendBatch } from "@/tools/testing/make-source";
import { forwardSlice } from "./forward-slice";

let sandbox: Sandbox;
let appNumber = 8_100;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  process.env.SANDBOX_URL = sandbox.url;
});

afterAll(() => sandbox.close());

beforeEach(() => {
  appNumber += 1;
  sandbox.state.heap.knownApps = null;
});

/** Tells the sandbox's Heap which app ids exist. */
async function orderApps(apps: { us: string[]; refusal?: number }): Promise<void> {
  const res = await fetch(`${sandbox.url}/control/heap/apps`, { method: "POST", body: JSON.stringify(apps) });
  expect(res.status).toBe(200);
}

const appId = () => String(appNumber);
const heapApp = () => `sandbox:${appNumber}`;

test.each([400, 404])(
  "an app id that Heap refuses with %i as unknown costs two calls, blames no event, is an alert, and all arrives once it exists",
  async (refusal) => {
    const source = await makeSource({ heapAppId: appId() });
    const app = appOf(sandbox.state.heap, appId());
    await orderApps({ us: ["1"], refusal });
    await sendBatch(
      source,
      Array.from({ length: 500 }, (_, n) => event(`user-${n}`)),
    );

    const slice = await forwardSlice(heapApp());
    expect(slice).toMatchObject({ done: false, recorded: 0 });
    expect(slice.waitSeconds).toBeGreaterThan(60);
    expect(app.calls).toBe(2);
    expect(await books(source.id)).toMatchObject({ accepted: 500, quarantined: 0, done: false });
    const facts = (await readSourceFacts(pool, new Date())).find(({ sourceId }) => sourceId === source.id);
    expect(facts?.appRefused).toMatchObject({
      words: expect.stringContaining("unknown app_id"),
      pendingEvents: 500,
    });

    await orderApps({ us: ["1", appId()] });
    await endWait(heapApp());
    expect(await forwardSlice(heapApp())).toMatchObject({ done: true, recorded: 500 });
    expect(await books(source.id)).toMatchObject({ forwarded: 500, done: true });
    const { rows } = await pool.query("SELECT refused_since, failures FROM heap_app WHERE key = $1", [
      heapApp(),
    ]);
    expect(rows).toEqual([{ refused_since: null, failures: 0 }]);
  },
);

test("one refused event alone is not blamed either while Heap refuses everything", async () => {
  const source = await makeSource({ heapAppId: appId() });
  await orderApps({ us: [] });
  await sendBatch(source, [event("anna")]);

  expect(await forwardSlice(heapApp())).toMatchObject({ done: false, recorded: 0 });
  expect(await books(source.id)).toMatchObject({ quarantined: 0, done: false });
});

test("an answer of 404 blames no event and no app while Heap takes the test event", async () => {
  const source = await makeSource({ heapAppId: appId() });
  const fault = { target: "heap.track", mode: "status", status: 404, count: 1 } as const;
  sandbox.state.faults.add({ ...fault, match: { appId: appId() } });
  await sendBatch(source, [event("anna"), event("bert")]);

  expect(await forwardSlice(heapApp())).toMatchObject({ done: false, recorded: 0 });
  expect(await books(source.id)).toMatchObject({ quarantined: 0, done: false });
  const { rows } = await pool.query("SELECT refused_since FROM heap_app WHERE key = $1", [heapApp()]);
  expect(rows).toEqual([{ refused_since: null }]);
});

test("an event at fault is found and quarantined, and the test event that proves the app is in Heap once", async () => {
  const source = await makeSource({ heapAppId: appId() });
  const app = appOf(sandbox.state.heap, appId());
  app.poisonIdentities = new Set(["bad"]);
  for (const round of [1, 2]) {
    await sendBatch(source, [event(`a-${round}`), event("bad"), event(`b-${round}`)]);
    expect(await forwardSlice(heapApp())).toMatchObject({ done: true, recorded: 3 });
  }
  expect(await books(source.id)).toMatchObject({ forwarded: 4, quarantined: 2 });
  expect(app.names.get("Tributary Test")).toBe(1);
});
