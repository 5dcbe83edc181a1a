import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { findForwardableSources } from "@/lib/forwarding/batches/take-pending";
import { listPending } from "@/lib/forwarding/events/list-pending";
import { showEvent } from "@/lib/forwarding/events/show-event";
import { previewReplay } from "@/lib/forwarding/replays/preview-replay";
import { requestReplay } from "@/lib/forwarding/replays/request-replay";
import { runReplaySlice } from "@/lib/forwarding/replays/run-replay-slice";
import { evaluateAlerts } from "@/lib/insight/alerts/evaluate-alerts";
import { readSourceFacts } from "@/lib/insight/alerts/read-source-facts";
import { pool } from "@/lib/kernel/database";
import { decideType } from "@/lib/setup/sources/decide-type";
import { listSeenTypes } from "@/lib/setup/sources/list-seen-types";
import { updateSource } from "@/lib/setup/sources/update-source";
import { appOf } from "@/sandbox/heap/state";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { booksOf as books, openEvent } from "@/tools/testing/forward-events";
import { ctxOf } from "@/tools/testing/make-destination";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { systemCtx } from "@/tools/testing/make-team";
import { forwardSlice } from "./forward-slice";
import { findStalledHeapApps } from "./heap-app";
import { MAX_SEEN_TYPES } from "./note-new-types";

const FAX = "users.messages.fax.Sent";

let sandbox: Sandbox;
let appNumber = 8_700;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  process.env.SANDBOX_URL = sandbox.url;
});

afterAll(() => sandbox.close());

beforeEach(() => {
  appNumber += 1;
});

const appId = () => String(appNumber);
const heapApp = () => `sandbox:${appNumber}`;
const ofType = (type: string, user: string) => ({ ...openEvent(user), event_type: type });
const idsOf = ({ id, customerId }: TestSource) => ({ customerId, sourceId: id });

async function change(source: TestSource, changes: object) {
  const { rows } = await pool.query<{ version: number }>("SELECT version FROM source WHERE id = $1", [
    source.id,
  ]);
  await updateSource(systemCtx, { ...idsOf(source), version: rows[0]?.version ?? 0, ...changes });
}

async function alertOf(source: TestSource) {
  const facts = (await readSourceFacts(pool, new Date())).filter(({ sourceId }) => sourceId === source.id);
  return evaluateAlerts({ sources: facts, destinations: [] }, new Date()).find(
    ({ kind }) => kind === "new_event_types",
  );
}

test("a type that nobody knows is forwarded by default, and a person is asked about it until one decides", async () => {
  const source = await makeSource({ heapAppId: appId() });
  await sendBatch(source, [ofType(FAX, "a"), openEvent("b")]);
  await forwardSlice(heapApp());
  expect(await books(source.id)).toMatchObject({ forwarded: 2, done: true });
  expect(await alertOf(source)).toMatchObject({
    message: `Braze has started sending Fax Sent (${FAX}) for “Production”: forward it?`,
  });

  await decideType(systemCtx, { ...idsOf(source), type: FAX, decision: "drop" });
  expect(await alertOf(source)).toBeUndefined();
  await sendBatch(source, [ofType(FAX, "c"), openEvent("d")]);
  await forwardSlice(heapApp());
  expect(await books(source.id)).toMatchObject({ forwarded: 3, filtered: 1, done: true });
});

test("what is held waits with its reason and is read once, while everything else flows; the decision releases it", async () => {
  const source = await makeSource({ heapAppId: appId() });
  await change(source, { newTypes: "hold" });
  const stored = await sendBatch(source, [ofType(FAX, "a"), openEvent("b")]);
  await sendBatch(source, [ofType(FAX, "c"), ofType(FAX, "d")]);
  await forwardSlice(heapApp());
  await forwardSlice(heapApp());
  expect(await books(source.id)).toMatchObject({ accepted: 4, forwarded: 1, filtered: 0, done: false });
  expect(await findForwardableSources(heapApp())).toEqual([]);
  expect((await findStalledHeapApps()).filter((app) => app.heapApp === heapApp())).toEqual([]);

  const { rows } = await listPending([source.id], { limit: 10 }, null);
  expect(rows.map(({ type }) => type)).toEqual([FAX, FAX, FAX]);
  const batchId = rows.at(-1)?.batchId ?? "";
  expect(stored.kind).toBe("stored");
  const shown = await showEvent(ctxOf("viewer"), { customerId: source.customerId, batchId, index: 0 });
  expect(shown.explanation.happened).toContain("It is held");
  expect((await alertOf(source))?.cause).toContain("3 events held.");

  await sendBatch(source, [openEvent("e")]);
  await forwardSlice(heapApp());
  expect(await books(source.id)).toMatchObject({ forwarded: 2 });

  await decideType(systemCtx, { ...idsOf(source), type: FAX, decision: "forward" });
  await forwardSlice(heapApp());
  expect(await books(source.id)).toMatchObject({ accepted: 5, forwarded: 5, done: true });

  await decideType(systemCtx, { ...idsOf(source), type: FAX, decision: null });
  await sendBatch(source, [ofType(FAX, "f")]);
  await forwardSlice(heapApp());
  expect(await books(source.id)).toMatchObject({ accepted: 6, forwarded: 5, done: false });
  expect(await alertOf(source)).toBeDefined();
});

test("what is held is left out or released with the source's settings too", async () => {
  const source = await makeSource({ heapAppId: appId() });
  await change(source, { newTypes: "hold" });
  await sendBatch(source, [ofType(FAX, "a"), ofType("users.Other", "b")]);
  await forwardSlice(heapApp());
  await decideType(systemCtx, { ...idsOf(source), type: FAX, decision: "drop" });
  await forwardSlice(heapApp());
  expect(await books(source.id)).toMatchObject({ filtered: 1, done: false });
  expect(await findForwardableSources(heapApp())).toEqual([]);

  await change(source, { newTypes: "forward" });
  await forwardSlice(heapApp());
  expect(await books(source.id)).toMatchObject({ filtered: 1, forwarded: 1, done: true });
});

test("a source with a list leaves out known types that are not in it, and new ones as it is told", async () => {
  const source = await makeSource({ heapAppId: appId() });
  await change(source, { eventTypes: ["users.messages.email.Click", "users.Chosen"], newTypes: "drop" });
  await sendBatch(source, [openEvent("a"), ofType("users.Chosen", "b"), ofType(FAX, "c")]);
  await forwardSlice(heapApp());
  const { rows } = await pool.query("SELECT type, reason FROM event WHERE source_id = $1 ORDER BY index", [
    source.id,
  ]);
  expect(rows).toEqual([
    { type: "users.messages.email.Open", reason: "event type not selected" },
    { type: "users.Chosen", reason: null },
    { type: FAX, reason: "new event type, left out until it is decided" },
  ]);
  expect((await listSeenTypes(systemCtx, idsOf(source))).types.map(({ type }) => type)).toEqual([FAX]);
});

test("a source that invents types is remembered for a hundred of them, and all its events have their outcome", async () => {
  const source = await makeSource({ heapAppId: appId() });
  await change(source, { newTypes: "drop" });
  const invented = Array.from({ length: 1_500 }, (_, place) => ofType(`users.invented.Type${place}`, "a"));
  await sendBatch(source, invented.slice(0, 750));
  await sendBatch(source, invented.slice(750));
  await forwardSlice(heapApp());
  expect(await books(source.id)).toMatchObject({ filtered: 1_500, done: true });
  const { types } = await listSeenTypes(systemCtx, idsOf(source));
  expect(types).toHaveLength(MAX_SEEN_TYPES);
  expect((await alertOf(source))?.sample).toContain("and 97 more");
});

test("what was left out is replayed with the decision, the rules and the names of now", async () => {
  const source = await makeSource({ heapAppId: appId() });
  await change(source, { newTypes: "drop" });
  await sendBatch(source, [{ ...ofType(FAX, "a"), properties: { email: "a@b.example", pages: 2 } }]);
  await forwardSlice(heapApp());
  expect(await books(source.id)).toMatchObject({ filtered: 1, forwarded: 0 });

  // By its readable name.
  await decideType(systemCtx, { ...idsOf(source), type: "fax sent", decision: "forward" });
  await change(source, {
    eventNames: [{ from: FAX, to: "Fax" }],
    propertyNames: [{ from: "pages", to: "Pages" }],
    propertyRules: [{ pattern: "email", action: "drop" }],
  });
  const replay = { ...idsOf(source), outcome: "filtered" } as const;
  const preview = await previewReplay(systemCtx, replay);
  expect(preview.sample[0]?.after).toMatchObject({ outcome: "forwarded", name: "Fax" });
  const { id } = await requestReplay(systemCtx, replay);
  await runReplaySlice(id);
  expect(await books(source.id)).toMatchObject({ filtered: 0, forwarded: 1 });
  const [sent] = appOf(sandbox.state.heap, appId()).lastEvents;
  expect(sent).toMatchObject({ event: "Fax", properties: { Pages: 2 } });
  expect(sent?.properties).not.toHaveProperty("email");
});

test("only a type that the source has sent can be decided about", async () => {
  const source = await makeSource({ heapAppId: appId() });
  const decide = decideType(systemCtx, { ...idsOf(source), type: FAX, decision: "drop" });
  await expect(decide).rejects.toMatchObject({ code: "not_found" });
});
