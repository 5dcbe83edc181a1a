import { afterAll, beforeAll, expect, test } from "vitest";
import { showSegment } from "@/lib/cohorts/segments/show-segment";
import { pool } from "@/lib/kernel/database";
import { encryptSecret } from "@/lib/kernel/secrets/encrypt";
import { registerWorkspace } from "@/sandbox/braze/state";
import type { Fault } from "@/sandbox/faults";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import {
  createTestDestination,
  ctxOf,
  postPage,
  type TestDestination,
} from "@/tools/testing/make-destination";
import { askSync, runToEnd, useSandbox } from "@/tools/testing/run-syncs";
import { drawSample } from "./draw-sample";
import { findStalledChecks } from "./find-stalled-checks";
import { listMatchChecks } from "./list-match-checks";
import { findQueuedCheck } from "./queue-first-check";
import { requestMatchCheck } from "./request-match-check";
import { recordAnswers, runCheckSlice, takeUnasked } from "./run-check-slice";
import { showMatchCheck } from "./show-match-check";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

interface Prepared {
  destination: TestDestination;
  segmentId: string;
  wish: { customerId: string; segmentId: string };
}

const ids = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}-${n}`);

/** A segment of this many known and unknown ids, at a destination with a REST API key. */
async function setUp(known = 300, unknown = 100, restApiKey?: string): Promise<Prepared> {
  const destination = await createTestDestination();
  registerWorkspace(sandbox.state.braze, destination.workspaceKey).isKnown = (id) => id.startsWith("known");
  await setRestKey(destination, restApiKey ?? destination.workspaceKey.replace("sandbox-", "sandbox-rest-"));
  const segmentId = await postPage(destination, {
    add: [...ids("known", known), ...ids("other", unknown)],
  });
  return { destination, segmentId, wish: { customerId: destination.customerId, segmentId } };
}

async function setRestKey({ customerId, destinationId }: TestDestination, key: string | null): Promise<void> {
  await pool.query("UPDATE destination SET rest_api_key_enc = $2 WHERE id = $1", [
    destinationId,
    key && encryptSecret(key, { customerId, field: "rest_api_key" }),
  ]);
}

async function ask({ wish }: Prepared): Promise<string> {
  return (await requestMatchCheck(ctxOf(), wish)).matchCheckId;
}

/** Runs slices of a check until it is over; skips a back-off instead of waiting. */
async function checkToEnd(prepared: Prepared, matchCheckId: string) {
  for (let count = 0; count < 100; count++) {
    if ((await runCheckSlice(matchCheckId)).done) {
      return showMatchCheck(ctxOf("viewer"), { customerId: prepared.wish.customerId, matchCheckId });
    }
    await pool.query("UPDATE match_check SET retry_at = NULL WHERE id = $1", [matchCheckId]);
  }
  throw new Error("the check does not end");
}

function failExports({ destination }: Prepared, fault: Partial<Fault>): void {
  const match = { workspaceKey: destination.workspaceKey };
  sandbox.state.faults.add({ target: "braze.export", mode: "status", count: 1, match, ...fault });
}

test("all ids of a segment smaller than the sample are asked about, so the share is certain", async () => {
  const prepared = await setUp(90, 30);

  const checked = await checkToEnd(prepared, await ask(prepared));

  expect(checked).toMatchObject({ state: "succeeded", sampled: 120, asked: 120, calls: 3, error: null });
  expect(checked.match).toEqual({
    known: 90,
    sampled: 120,
    population: 120,
    share: 0.75,
    low: 0.75,
    high: 0.75,
  });
  expect([...checked.unknownIds].sort()).toEqual(ids("other", 30).sort());
});

test("a large segment is measured by 200 random ids in four calls, and only the unknown ids are kept", async () => {
  const prepared = await setUp(1_500, 500);

  const checked = await checkToEnd(prepared, await ask(prepared));

  expect(checked).toMatchObject({ state: "succeeded", trigger: "manual", sampled: 200, calls: 4 });
  expect(checked.match).toMatchObject({ sampled: 200, population: 2_000 });
  expect(checked.unknownIds).toHaveLength(200 - (checked.match?.known ?? 0));
  expect(checked.unknownIds.every((id) => id.startsWith("other-"))).toBe(true);
  const { rows } = await pool.query("SELECT known FROM sampled_id WHERE match_check_id = $1", [checked.id]);
  expect(rows).toHaveLength(checked.unknownIds.length);

  const { lastMatch } = await showSegment(ctxOf("viewer"), prepared.wish);
  expect(lastMatch).toMatchObject({ ...checked.match, matchCheckId: checked.id, isOutdated: false });
});

test("every member is as likely to be drawn as any other", async () => {
  const prepared = await setUp(400, 0);
  const drawn = new Map<string, number>();
  for (let round = 0; round < 40; round++) {
    const matchCheckId = await ask(prepared);
    await drawSample(matchCheckId);
    for (const { userKey } of await takeUnasked(matchCheckId, 1_000)) {
      drawn.set(userKey, (drawn.get(userKey) ?? 0) + 1);
    }
    await pool.query("UPDATE match_check SET state = 'failed' WHERE id = $1", [matchCheckId]);
  }

  // Each is drawn 20 of 40 times on average, with a deviation of 3.2: nobody is left out and nobody preferred.
  expect(drawn.size).toBe(400);
  expect(Math.min(...drawn.values())).toBeGreaterThan(2);
  expect(Math.max(...drawn.values())).toBeLessThan(38);
});

test("a check whose process died continues with the same sample, and an answer recorded twice counts once", async () => {
  const prepared = await setUp(150, 50);
  const matchCheckId = await ask(prepared);
  await drawSample(matchCheckId);
  const first = await takeUnasked(matchCheckId, 50);
  const known = new Set(first.map(({ userKey }) => userKey).filter((key) => key.startsWith("known")));
  await recordAnswers(matchCheckId, first, known);
  await recordAnswers(matchCheckId, first, known);
  await drawSample(matchCheckId);

  const checked = await checkToEnd(prepared, matchCheckId);

  expect(checked).toMatchObject({ state: "succeeded", sampled: 200, asked: 200 });
  expect(checked.match).toMatchObject({ known: 150, sampled: 200, population: 200 });
});

test("two processes that run one check at once measure the same", async () => {
  const prepared = await setUp(150, 50);
  const matchCheckId = await ask(prepared);

  await Promise.all([runCheckSlice(matchCheckId), runCheckSlice(matchCheckId)]);

  expect((await checkToEnd(prepared, matchCheckId)).match).toMatchObject({ known: 150, sampled: 200 });
});

test.each([
  ["429", { status: 429, retryAfterSeconds: 7 }, 7],
  ["500", { status: 500 }, 1],
  ["a dropped connection", { mode: "drop_before" }, 1],
  ["a broken answer", { mode: "half_answer" }, 1],
] as const)("after %s the check waits, says so, and then continues", async (_, fault, leastSeconds) => {
  const prepared = await setUp(60, 40);
  const matchCheckId = await ask(prepared);
  failExports(prepared, fault);

  const slice = await runCheckSlice(matchCheckId);

  expect(slice.done).toBe(false);
  expect(slice.waitSeconds).toBeGreaterThanOrEqual(leastSeconds);
  const { items } = await listMatchChecks(ctxOf("viewer"), { ...prepared.wish, limit: 5 });
  expect(items[0]).toMatchObject({ state: "running", match: null, retryAt: expect.any(String) });
  expect(items[0]?.error).toContain("Waiting to ask again");
  expect(await runCheckSlice(matchCheckId)).toMatchObject({ done: false });
  expect((await checkToEnd(prepared, matchCheckId)).match).toMatchObject({ known: 60, sampled: 100 });
});

test("a check that Braze never answers gives up with a message and measures nothing", async () => {
  const prepared = await setUp(60, 40);
  failExports(prepared, { status: 503, count: 50 });

  const checked = await checkToEnd(prepared, await ask(prepared));

  expect(checked).toMatchObject({ state: "failed", match: null, unknownIds: [], asked: 0 });
  expect(checked.error).toContain("answered none of 10 calls");
  expect(checked.nextAction).toContain("Check again later");
  const { lastMatch } = await showSegment(ctxOf("viewer"), prepared.wish);
  expect(lastMatch).toBeNull();
});

test("a key that Braze does not accept ends the check at once, and the check says what to do", async () => {
  const unknownKey = await setUp(5, 5, "a-key-nobody-knows");
  const refused = await checkToEnd(unknownKey, await ask(unknownKey));
  expect(refused).toMatchObject({ state: "failed", match: null, calls: 0 });
  expect(refused.error).toBe('Braze does not accept the REST API key: "Invalid API key"');
  expect(refused.nextAction).toContain("has the permission users.export.ids");
  expect(JSON.stringify(refused)).not.toContain("a-key-nobody-knows");

  const unpermitted = await setUp(5, 5);
  registerWorkspace(sandbox.state.braze, unpermitted.destination.workspaceKey).mayExport = false;
  const denied = await checkToEnd(unpermitted, await ask(unpermitted));
  expect(denied.error).toContain("may not ask for users");
  expect(denied.nextAction).toContain("cannot be changed: make another one");

  const inactive = await setUp(5, 5);
  failExports(inactive, { status: 403, body: { message: "Your plan is inactive" } });
  expect((await checkToEnd(inactive, await ask(inactive))).error).toContain("Your plan is inactive");
});

test("device ids are looked up one by one, and aliases under their label", async () => {
  const prepared = await setUp(40, 20);
  await pool.query("UPDATE segment SET identifier_kind = 'device_id' WHERE id = $1", [prepared.segmentId]);
  const devices = await checkToEnd(prepared, await ask(prepared));
  expect(devices).toMatchObject({ identifierKind: "device_id", sampled: 50, calls: 50, state: "succeeded" });

  await pool.query("UPDATE segment SET identifier_kind = 'alias', alias_label = 'heap' WHERE id = $1", [
    prepared.segmentId,
  ]);
  expect((await showSegment(ctxOf(), prepared.wish)).lastMatch).toMatchObject({ isOutdated: true });
  const aliases = await checkToEnd(prepared, await ask(prepared));
  expect(aliases).toMatchObject({ identifierKind: "alias", aliasLabel: "heap", calls: 2 });
  expect(aliases.match).toMatchObject({ known: 40, sampled: 60 });
  expect((await showSegment(ctxOf(), prepared.wish)).lastMatch).toMatchObject({ isOutdated: false });
});

test("the first sync that added members queues one check; later ones, and those without a key, queue none", async () => {
  const prepared = await setUp(5, 5);
  const { destination, segmentId } = prepared;
  await runToEnd(await askSync(destination, segmentId));

  const queued = await findQueuedCheck(segmentId);
  expect(queued).toMatchObject({ destinationId: destination.destinationId });
  const checked = await checkToEnd(prepared, queued?.matchCheckId ?? "");
  expect(checked).toMatchObject({ trigger: "first_sync", requestedBy: "first sync", state: "succeeded" });

  await postPage(destination, { add: ["known-99"] });
  await runToEnd(await askSync(destination, segmentId));
  expect(await findQueuedCheck(segmentId)).toBeNull();

  const keyless = await setUp(5, 5);
  await setRestKey(keyless.destination, null);
  await runToEnd(await askSync(keyless.destination, keyless.segmentId));
  expect(await findQueuedCheck(keyless.segmentId)).toBeNull();

  // The key came later: a check can follow the next sync that adds someone.
  await setRestKey(keyless.destination, "sandbox-rest-x");
  await runToEnd(await askSync(keyless.destination, keyless.segmentId));
  expect(await findQueuedCheck(keyless.segmentId)).toBeNull();
  await postPage(keyless.destination, { add: ["known-99"] });
  await runToEnd(await askSync(keyless.destination, keyless.segmentId));
  expect(await findQueuedCheck(keyless.segmentId)).not.toBeNull();
});

test("many simultaneous requests get the same check, and each has an audit entry", async () => {
  const { wish } = await setUp(5, 5);

  const requested = await Promise.all(Array.from({ length: 4 }, () => requestMatchCheck(ctxOf(), wish)));

  expect(new Set(requested.map(({ matchCheckId }) => matchCheckId)).size).toBe(1);
  expect(requested.filter(({ joined }) => joined)).toHaveLength(3);
  const { rows } = await pool.query(
    "SELECT FROM audit_entry WHERE customer_id = $1 AND action = 'segment.match_check_requested'",
    [wish.customerId],
  );
  expect(rows).toHaveLength(4);
});

test("a check without a key, for an empty segment or a paused one is refused with what to do; a pause ends a running one", async () => {
  const prepared = await setUp(5, 5);
  const { destination, wish } = prepared;
  const matchCheckId = await ask(prepared);
  await pool.query("UPDATE destination SET paused_at = now() WHERE id = $1", [destination.destinationId]);
  expect(await checkToEnd(prepared, matchCheckId)).toMatchObject({
    state: "failed",
    error: "The destination was paused.",
  });
  await expect(requestMatchCheck(ctxOf(), wish)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("resume it first"),
  });

  await pool.query("UPDATE destination SET paused_at = NULL WHERE id = $1", [destination.destinationId]);
  await setRestKey(destination, null);
  await expect(requestMatchCheck(ctxOf(), wish)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("make a key with the permission users.export.ids"),
  });

  const empty = await setUp(1, 0);
  await postPage(empty.destination, { remove: ["known-0"] });
  await expect(requestMatchCheck(ctxOf(), empty.wish)).rejects.toMatchObject({
    message: expect.stringContaining("Nobody is in the segment"),
  });
});

test("a viewer may look but not request a check, and another customer's segments and checks are not found", async () => {
  const prepared = await setUp(5, 5);
  const other = await createTestDestination();
  const matchCheckId = await ask(prepared);
  const missing = { code: "not_found" };

  await expect(requestMatchCheck(ctxOf("viewer"), prepared.wish)).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(
    requestMatchCheck(ctxOf(), { ...prepared.wish, customerId: other.customerId }),
  ).rejects.toMatchObject(missing);
  await expect(showMatchCheck(ctxOf(), { customerId: other.customerId, matchCheckId })).rejects.toMatchObject(
    missing,
  );
  expect((await listMatchChecks(ctxOf(), { customerId: other.customerId, limit: 9 })).items).toEqual([]);
});

test("a check that nobody works on is found again; one that waits for Braze is not", async () => {
  const prepared = await setUp(5, 5);
  const matchCheckId = await ask(prepared);
  const { destinationId } = prepared.destination;
  expect(await findStalledChecks()).not.toContainEqual({ matchCheckId, destinationId });

  await pool.query("UPDATE match_check SET touched_at = now() - interval '3 min' WHERE id = $1", [
    matchCheckId,
  ]);
  expect(await findStalledChecks()).toContainEqual({ matchCheckId, destinationId });

  await pool.query("UPDATE match_check SET retry_at = now() + interval '1 min' WHERE id = $1", [
    matchCheckId,
  ]);
  expect(await findStalledChecks()).not.toContainEqual({ matchCheckId, destinationId });
});
