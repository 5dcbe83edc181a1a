import { afterAll, beforeAll, expect, test } from "vitest";
import { listBatches } from "@/lib/forwarding/batches/list-batches";
import { startZipping, zipBodiesFor } from "@/lib/forwarding/batches/zip-bodies";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { listEvents } from "@/lib/forwarding/events/list-events";
import { showEvent } from "@/lib/forwarding/events/show-event";
import { eachOfLatest } from "@/lib/forwarding/previews/latest-events";
import { choose, takeChosen } from "@/lib/forwarding/replays/chosen-events";
import { readIdentities } from "@/lib/insight/identity-overlaps/read-identities";
import { readFacts } from "@/lib/insight/metrics/read-metric-facts";
import { pool } from "@/lib/kernel/database";
import { previewErasure } from "@/lib/privacy/erasures/preview-erasure";
import { exportCustomer } from "@/lib/privacy/exports/export-customer";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { ctxOf } from "@/tools/testing/make-destination";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { systemCtx } from "@/tools/testing/make-team";
import { PLAIN_MAPPING } from "@/tools/testing/plain-mapping";
import { ANNA, erase, eventOf } from "@/tools/testing/run-erasures";
import { useSandbox } from "@/tools/testing/run-syncs";
import { whereIs } from "@/tools/testing/where-is";
import { applyRetention } from "./apply-retention";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  useSandbox(sandbox);
  await startZipping();
});
afterAll(() => sandbox.close());

const zipAll = async () => {
  while ((await zipBodiesFor(5)) > 0);
};

/** Two batches that are done, and one too large for one piece of an export. */
async function makeForwarded(heapAppId: string): Promise<TestSource> {
  const source = await makeSource({ heapAppId });
  await sendBatch(source, [eventOf(ANNA), eventOf("ben"), eventOf("[REDACTED]", ANNA)]);
  const long = "Zoë 🙂 \\ \n".repeat(20_000);
  const events = Array.from({ length: 8 }, (_, n) => ({ ...eventOf(`carl-${n}`), properties: { long } }));
  expect(await sendBatch(source, [eventOf("ben"), ...events])).toMatchObject({ kind: "stored" });
  expect(await forwardSlice(`sandbox:${heapAppId}`)).toMatchObject({ recorded: 12, done: true });
  return source;
}

/** What everything that reads bodies finds. */
async function readAll({ id, customerId }: TestSource) {
  const { items } = await listEvents(ctxOf("viewer"), { customerId, limit: 100 });
  const shown = [];
  for (const { batchId, index } of items)
    shown.push(await showEvent(ctxOf("viewer"), { customerId, batchId, index }));
  const latest: unknown[] = [];
  await eachOfLatest({ customerId, id }, PLAIN_MAPPING, (raw) => latest.push(raw) > 0);
  const source = { customerId, mapping: PLAIN_MAPPING };
  const replayed = await takeChosen(pool, choose(id, { outcome: "forwarded" }), source);
  const exported: string[] = [];
  for await (const piece of await exportCustomer(ctxOf("admin"), { customerId })) exported.push(piece);
  return {
    shown,
    latest,
    replayed,
    exported: exported
      .join("")
      .split("\n")
      .filter((line) => line.startsWith('{"type":"batch"')),
    batches: (await listBatches(ctxOf("viewer"), { customerId, limit: 10 })).items,
    identities: await readIdentities(id, PLAIN_MAPPING),
    erasure: await previewErasure(ctxOf("admin"), { customerId, identity: ANNA }),
  };
}

test("whatever reads a body finds the same once it is zipped", async () => {
  const source = await makeForwarded("3401");
  const before = await readAll(source);
  expect(before.exported).toHaveLength(2);
  expect(before.replayed.every(({ entry }) => entry !== null)).toBe(true);
  await zipAll();
  const { rows } = await pool.query("SELECT FROM batch WHERE source_id = $1 AND body_zip IS NOT NULL", [
    source.id,
  ]);
  expect(rows).toHaveLength(2);
  expect(await readAll(source)).toEqual(before);
});

test("a long body that is zipped while it is exported is in the file as it came", async () => {
  const source = await makeForwarded("3402");
  const { rows } = await pool.query<{ body: Buffer }>(
    "SELECT body FROM batch WHERE source_id = $1 ORDER BY byte_size DESC LIMIT 1",
    [source.id],
  );
  let text = "";
  for await (const piece of await exportCustomer(ctxOf("admin"), source)) {
    text += piece;
    if (piece.includes('{"type":"batch"')) await zipAll();
  }
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const bodies = lines.filter(({ type }) => type === "batch").map(({ data }) => data.body);
  expect(bodies.includes(rows[0]?.body.toString("utf8"))).toBe(true);
});

test("a person is erased from zipped bodies; the others stay in them", async () => {
  const source = await makeForwarded("3403");
  await zipAll();
  const before = await listBatches(systemCtx, { customerId: source.customerId, limit: 10 });
  expect((await erase(source.customerId)).slice.done).toBe(true);
  const { rows } = await pool.query<{ body: Buffer; bytes: number }>(
    "SELECT body, byte_size AS bytes FROM batch WHERE source_id = $1 AND body IS NOT NULL",
    [source.id],
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]?.body.byteLength).toBe(rows[0]?.bytes);

  await zipAll();
  expect(
    await previewErasure(ctxOf("admin"), { customerId: source.customerId, identity: ANNA }),
  ).toMatchObject({
    exact: { events: 0 },
  });
  const after = await listBatches(systemCtx, { customerId: source.customerId, limit: 10 });
  expect(after.items.map(({ hasBody }) => hasBody)).toEqual(before.items.map(() => true));
  expect(await whereIs(pool, "carl-1")).toContain("batch.body_zip");
});

test("zipped bodies are pruned after their days, and count as overdue until then", async () => {
  const source = await makeForwarded("3404");
  await zipAll();
  await pool.query("UPDATE batch SET received_at = now() - interval '20 days' WHERE source_id = $1", [
    source.id,
  ]);
  let askedMs = Date.now();
  // Asked again within some seconds, it answers what it knows.
  const overdue = async () => {
    askedMs += 60_000;
    return (await readFacts(askedMs)).retentionOverdueSeconds;
  };
  expect(await overdue()).toBeGreaterThan(5 * 86_400);
  while ((await applyRetention({ bodyDays: 14, outcomeDays: 90 })) > 0);
  expect(await overdue()).toBe(0);
  const { items } = await listBatches(systemCtx, { customerId: source.customerId, limit: 10 });
  expect(items.map(({ hasBody }) => hasBody)).toEqual([false, false]);
});
