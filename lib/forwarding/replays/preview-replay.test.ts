import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { pool } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { systemCtx } from "@/tools/testing/make-team";
import { brazeEvent } from "@/tools/testing/mapped-event";
import { previewReplay } from "./preview-replay";

let sandbox: Sandbox;
let appNumber = 5_500;
let source: TestSource;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  process.env.SANDBOX_URL = sandbox.url;
});

afterAll(() => sandbox.close());

beforeEach(async () => {
  sandbox.state.faults.clear();
  appNumber += 1;
  source = await makeSource({ heapAppId: String(appNumber) });
});

const heapApp = () => `sandbox:${appNumber}`;
const arrived = () => [...(sandbox.state.heap.apps.get(String(appNumber))?.keys ?? [])];
const at = () => ({ customerId: source.customerId, sourceId: source.id });

const event = (external_user_id: string | null, user_id = "braze-1", id: string = randomUUID()) =>
  brazeEvent({ id, user: { external_user_id, user_id } });

async function receive(events: unknown[]): Promise<void> {
  await sendBatch(source, events);
  await forwardSlice(heapApp());
}

async function books() {
  const { rows } = await pool.query(
    `SELECT sum(accepted)::int AS accepted, sum(forwarded)::int AS forwarded, sum(filtered)::int AS filtered,
            sum(quarantined)::int AS quarantined, bool_and(state = 'done') AS done
     FROM batch WHERE source_id = $1`,
    [source.id],
  );
  return rows[0];
}

test("a preview tries what counts as a person, too", async () => {
  await receive([event("test"), event("house account")]);
  expect(await books()).toMatchObject({ forwarded: 1, quarantined: 1 });
  const mapping = { allowedIdentities: ["TEST"], catalogPrefix: "Braze: " };

  const held = await previewReplay(systemCtx, { ...at(), outcome: "quarantined", mapping });
  expect(held.sample[0]?.after).toMatchObject({ outcome: "forwarded", name: "Braze: Email Open" });
  const added = { placeholders: ["House Account"] };
  const sent = await previewReplay(systemCtx, { ...at(), outcome: "forwarded", mapping: added });
  expect(sent.sample[0]?.after).toMatchObject({ outcome: "quarantined" });
});

test("a preview shows what other settings would do, and changes and sends nothing", async () => {
  await receive([event("[REDACTED]"), event("[REDACTED]", "braze-2")]);
  const preview = await previewReplay(systemCtx, {
    ...at(),
    outcome: "quarantined",
    mapping: { identityField: "user_id", prefix: "b-" },
  });

  expect(preview.total).toBe(2);
  expect(preview.sample[1]).toMatchObject({
    before: {
      outcome: "quarantined",
      because: "The identity is a placeholder, not a person (user.external_user_id)",
    },
    after: { outcome: "forwarded", identity: "braze-2", name: "b-Email Open" },
  });
  expect(await books()).toMatchObject({ quarantined: 2, forwarded: 0 });
  expect(arrived()).toEqual([]);
});
