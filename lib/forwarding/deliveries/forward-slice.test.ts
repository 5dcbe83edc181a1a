import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { booksOf as books, endWait, openEvent as event } from "@/tools/testing/forward-events";
import { makeSource, sendBatch } from "@/tools/testing/make-source";
import { forwardSlice } from "./forward-slice";
import { findStalledHeapApps } from "./heap-app";

let sandbox: Sandbox;
let appNumber = 1_000;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  process.env.SANDBOX_URL = sandbox.url;
});

afterAll(() => sandbox.close());

beforeEach(() => {
  sandbox.state.faults.clear();
  appNumber += 1;
});

const appId = () => String(appNumber);
const heapApp = () => `sandbox:${appNumber}`;
/** What Heap has, without the event that proves the app when something is refused. */
const arrived = () =>
  [...(sandbox.state.heap.apps.get(appId())?.keys ?? [])].filter((key) => !key.startsWith("tributary-test-"));

test("each accepted event gets one outcome, and Heap gets each forwarded event once", async () => {
  const source = await makeSource({ heapAppId: appId() });
  const shared = event("anna");
  await sendBatch(source, [shared, event(null), event("[REDACTED]"), { nonsense: true }]);
  await sendBatch(source, [shared, event("ben"), shared]);

  expect(await forwardSlice(heapApp())).toMatchObject({ done: true, recorded: 7 });
  expect(await books(source.id)).toEqual({
    accepted: 7,
    forwarded: 2,
    filtered: 1,
    duplicate: 2,
    quarantined: 2,
    done: true,
  });
  expect(arrived()).toHaveLength(2);
});

test("an event repeated in the next call's batch is a duplicate, even before the first is in the books", async () => {
  const source = await makeSource({ heapAppId: appId() });
  const shared = Array.from({ length: 10 }, (_, n) => event(`shared-${n}`));
  for (let n = 0; n < 6; n++) {
    const others = Array.from({ length: 990 }, (_, m) => event(`user-${n}-${m}`));
    await sendBatch(source, [...shared, ...others]);
  }

  expect(await forwardSlice(heapApp())).toMatchObject({ done: true, recorded: 6_000 });
  expect(await books(source.id)).toMatchObject({ accepted: 6_000, forwarded: 5_950, duplicate: 50 });
  expect(sandbox.state.heap.apps.get(appId())).toMatchObject({ eventsReceived: 5_950, repeats: 0 });
});

test("a batch delivered again unchanged stores nothing", async () => {
  const source = await makeSource({ heapAppId: appId() });
  const batch = [event("anna"), event("ben")];

  expect((await sendBatch(source, batch)).kind).toBe("stored");
  expect((await sendBatch(source, batch)).kind).toBe("repeated");
  await forwardSlice(heapApp());
  expect(await books(source.id)).toMatchObject({ accepted: 2, forwarded: 2 });
});

test("events that Heap refuses are quarantined with its message; their neighbours are forwarded", async () => {
  const source = await makeSource({ heapAppId: appId() });
  await fetch(`${sandbox.url}/control/heap/${appId()}/poison`, {
    method: "POST",
    body: JSON.stringify({ identities: ["poison"] }),
  });
  await sendBatch(source, [...Array.from({ length: 30 }, (_, n) => event(`user-${n}`)), event("poison")]);

  await forwardSlice(heapApp());
  expect(await books(source.id)).toMatchObject({ forwarded: 30, quarantined: 1, done: true });
  const { rows } = await pool.query(
    "SELECT reason FROM event WHERE source_id = $1 AND outcome = 'quarantined'",
    [source.id],
  );
  expect(rows[0].reason).toMatch(/^Heap refused it: /);
});

test.each([
  { mode: "status", status: 429 },
  { mode: "status", status: 503 },
  { mode: "drop_before" },
  { mode: "drop_after" },
  { mode: "half_answer" },
])(
  "after $mode $status everything stays pending, and the next attempt changes nothing twice",
  async (fault) => {
    const source = await makeSource({ heapAppId: appId() });
    await sendBatch(source, [event("anna"), event("ben"), event(null)]);
    await fetch(`${sandbox.url}/control/faults`, {
      method: "POST",
      body: JSON.stringify({ target: "heap.track", count: 1, ...fault }),
    });

    const failed = await forwardSlice(heapApp());
    if (!failed.done) {
      expect(failed.waitSeconds).toBeGreaterThan(0);
      expect(await books(source.id)).toMatchObject({ forwarded: 0, done: false });
      await endWait(heapApp());
      expect(await forwardSlice(heapApp())).toMatchObject({ done: true });
    }

    expect(await books(source.id)).toMatchObject({ accepted: 3, forwarded: 2, filtered: 1, done: true });
    expect(arrived()).toHaveLength(2);
  },
);

test("two executions at once do not count or send anything twice", async () => {
  const source = await makeSource({ heapAppId: appId() });
  for (let n = 0; n < 20; n++)
    await sendBatch(
      source,
      Array.from({ length: 50 }, (_, m) => event(`user-${n}-${m}`)),
    );

  await Promise.all([forwardSlice(heapApp()), forwardSlice(heapApp())]);
  expect(await books(source.id)).toMatchObject({ accepted: 1000, forwarded: 1000, duplicate: 0, done: true });
  expect(arrived()).toHaveLength(1000);
});

test("a paused source keeps what it receives and forwards nothing", async () => {
  const source = await makeSource({ heapAppId: appId() });
  await pool.query("UPDATE source SET paused_at = now() WHERE id = $1", [source.id]);
  expect(await sendBatch(source, [event("anna")])).toMatchObject({ kind: "stored", nudge: null });

  expect(await forwardSlice(heapApp())).toMatchObject({ done: true, recorded: 0 });
  expect((await findStalledHeapApps()).map((found) => found.heapApp)).not.toContain(heapApp());
  await pool.query("UPDATE source SET paused_at = NULL WHERE id = $1", [source.id]);
  await forwardSlice(heapApp());
  expect(await books(source.id)).toMatchObject({ forwarded: 1 });
});

test("two sources that share a Heap app stay within its limit per minute together", async () => {
  const first = await makeSource({ heapAppId: appId() });
  const second = await makeSource({ heapAppId: appId() });
  for (const source of [first, second]) {
    for (let n = 0; n < 9; n++) {
      await sendBatch(
        source,
        Array.from({ length: 1000 }, (_, m) => event(`user-${m}`)),
      );
    }
  }

  const slice = await forwardSlice(heapApp());
  expect(slice.waitSeconds).toBeGreaterThan(0);
  expect(arrived().length).toBe(15_000);
  expect(sandbox.state.heap.apps.get(appId())?.limitedCalls).toBe(0);
});

test("one identity beyond Heap's limit per minute waits; the others are forwarded", async () => {
  const source = await makeSource({ heapAppId: appId() });
  await sendBatch(
    source,
    Array.from({ length: 900 }, () => event("shared")),
  );
  await forwardSlice(heapApp());
  await sendBatch(
    source,
    Array.from({ length: 200 }, () => event("shared")),
  );
  await sendBatch(source, [event("anna")]);

  const slice = await forwardSlice(heapApp());
  expect(slice).toMatchObject({ done: false, waitSeconds: 60 });
  expect(await books(source.id)).toMatchObject({ accepted: 1101, forwarded: 901, done: false });
});

test("whatever is in a batch, every event gets an outcome and its neighbours are forwarded", async () => {
  const source = await makeSource({ heapAppId: appId() });
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("\u0000", "\ud800", "__proto__", "ok"),
  );
  const odd = fc.oneof(
    fc.jsonValue(),
    fc.record(
      {
        id: text,
        event_type: text,
        time: fc.oneof(fc.double(), fc.integer(), text),
        user: fc.oneof(fc.jsonValue(), fc.record({ external_user_id: text })),
        properties: fc.dictionary(text, fc.jsonValue()),
      },
      { requiredKeys: [] },
    ),
  );

  await fc.assert(
    fc.asyncProperty(fc.array(odd, { minLength: 1, maxLength: 30 }), async (events) => {
      await sendBatch(source, [...events, event("anna")]);
      expect(await forwardSlice(heapApp())).toMatchObject({ done: true });
    }),
    { numRuns: 60 },
  );

  const { accepted, forwarded, filtered, duplicate, quarantined, done } = await books(source.id);
  expect(done).toBe(true);
  expect(forwarded + filtered + duplicate + quarantined).toBe(accepted);
  expect(arrived()).toHaveLength(forwarded);
});
