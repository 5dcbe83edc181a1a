import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { requestReplay } from "@/lib/forwarding/replays/request-replay";
import { runReplaySlice } from "@/lib/forwarding/replays/run-replay-slice";
import { readSourceFacts } from "@/lib/insight/alerts/read-source-facts";
import { pool } from "@/lib/kernel/database";
import { showSource } from "@/lib/setup/sources/show-source";
import { updateSource } from "@/lib/setup/sources/update-source";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { booksOf as books, openEvent as event } from "@/tools/testing/forward-events";
import { makeSource, sendBatch } from "@/tools/testing/make-source";
import { systemCtx } from "@/tools/testing/make-team";
import { forwardSlice } from "./forward-slice";

let sandbox: Sandbox;
let appNumber = 8_300;

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

test("the first Braze workspace to name itself is the source's; events of another one are held, not mixed in", async () => {
  const source = await makeSource({ heapAppId: appId() });
  const from = (appGroupId: string | undefined, user: string) => ({
    ...event(user),
    properties: appGroupId === undefined ? {} : { app_group_id: appGroupId },
  });
  await sendBatch(source, [
    from(undefined, "a"),
    from("[REDACTED]", "b"),
    from("one", "c"),
    from("two", "d"),
  ]);
  await sendBatch(source, [from("two", "e"), from("one", "f"), from(undefined, "g")]);
  await forwardSlice(heapApp());

  expect(await books(source.id)).toMatchObject({ forwarded: 5, quarantined: 2, done: true });
  const { rows } = await pool.query(
    "SELECT identity, field FROM event WHERE source_id = $1 AND outcome = 'quarantined'",
    [source.id],
  );
  expect(rows).toEqual([
    { identity: null, field: "properties.app_group_id" },
    { identity: null, field: "properties.app_group_id" },
  ]);
  const facts = (await readSourceFacts(pool, new Date())).find(({ sourceId }) => sourceId === source.id);
  expect(facts?.mixed).toEqual({ sourceId: source.id, events: 2, appGroupId: "one" });
});

test("a workspace that was forgotten is noted again, and what was held reaches Heap by a replay", async () => {
  const source = await makeSource({ heapAppId: appId() });
  const from = (appGroupId: string, user: string) => ({
    ...event(user),
    properties: { app_group_id: appGroupId },
  });
  await sendBatch(source, [from("old", "a"), from("new", "b")]);
  await forwardSlice(heapApp());
  const { version } = await showSource(systemCtx, { customerId: source.customerId, sourceId: source.id });
  await updateSource(systemCtx, {
    customerId: source.customerId,
    sourceId: source.id,
    version,
    appGroupId: null,
  });

  await sendBatch(source, [from("new", "c")]);
  await forwardSlice(heapApp());
  expect(await showSource(systemCtx, { customerId: source.customerId, sourceId: source.id })).toMatchObject({
    appGroupId: "new",
  });
  const at = { customerId: source.customerId, sourceId: source.id };
  const { id } = await requestReplay(systemCtx, { ...at, outcome: "quarantined" });
  await runReplaySlice(id);
  expect(await books(source.id)).toMatchObject({ forwarded: 3, quarantined: 0 });
});
