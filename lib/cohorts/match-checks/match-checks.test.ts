import { afterAll, beforeAll, expect, test } from "vitest";
import { showSegment } from "@/lib/cohorts/segments/show-segment";
import { pool } from "@/lib/kernel/database";
import { registerWorkspace } from "@/sandbox/braze/state";
import type { Fault } from "@/sandbox/faults";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { leaveSlicesOpen } from "@/tools/testing/leave-slices-open";
import { ctxOf } from "@/tools/testing/make-destination";
import {
  askCheck,
  type CheckedSegment,
  checkToEnd,
  ids,
  makeCheckedSegment,
} from "@/tools/testing/run-match-checks";
import { useSandbox } from "@/tools/testing/run-syncs";
import { drawSample } from "./draw-sample";
import { findStalledChecks } from "./find-stalled-checks";
import { listMatchChecks } from "./list-match-checks";
import { recordAnswers, runCheckSlice, takeUnasked } from "./run-check-slice";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

function failExports({ destination }: CheckedSegment, fault: Partial<Fault>): void {
  const match = { workspaceKey: destination.workspaceKey };
  sandbox.state.faults.add({ target: "braze.export", mode: "status", count: 1, match, ...fault });
}

test("all ids of a segment smaller than the sample are asked about, so the share is certain", async () => {
  const prepared = await makeCheckedSegment(sandbox, 90, 30);

  const checked = await checkToEnd(prepared, await askCheck(prepared));

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
  const prepared = await makeCheckedSegment(sandbox, 1_500, 500);

  const checked = await checkToEnd(prepared, await askCheck(prepared));

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
  const prepared = await makeCheckedSegment(sandbox, 400, 0);
  const drawn = new Map<string, number>();
  for (let round = 0; round < 40; round++) {
    const matchCheckId = await askCheck(prepared);
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
  const prepared = await makeCheckedSegment(sandbox, 150, 50);
  const matchCheckId = await askCheck(prepared);
  await drawSample(matchCheckId);
  const first = await takeUnasked(matchCheckId, 50);
  const known = new Set(first.map(({ userKey }) => userKey).filter((key) => key.startsWith("known")));
  await recordAnswers(matchCheckId, first, { known, shared: new Set() }, 1);
  await recordAnswers(matchCheckId, first, { known, shared: new Set() }, 1);
  await drawSample(matchCheckId);

  const checked = await checkToEnd(prepared, matchCheckId);

  expect(checked).toMatchObject({ state: "succeeded", sampled: 200, asked: 200 });
  expect(checked.match).toMatchObject({ known: 150, sampled: 200, population: 200 });
});

test("two processes that run one check at once measure the same", async () => {
  const prepared = await makeCheckedSegment(sandbox, 150, 50);
  const matchCheckId = await askCheck(prepared);

  await Promise.all([runCheckSlice(matchCheckId), runCheckSlice(matchCheckId)]);

  expect((await checkToEnd(prepared, matchCheckId)).match).toMatchObject({ known: 150, sampled: 200 });
});

test.each([
  ["429", { status: 429, retryAfterSeconds: 7 }, 7],
  ["500", { status: 500 }, 1],
  ["a dropped connection", { mode: "drop_before" }, 1],
  ["a broken answer", { mode: "half_answer" }, 1],
] as const)("after %s the check waits, says so, and then continues", async (_, fault, leastSeconds) => {
  const prepared = await makeCheckedSegment(sandbox, 60, 40);
  const matchCheckId = await askCheck(prepared);
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
  const prepared = await makeCheckedSegment(sandbox, 60, 40);
  failExports(prepared, { status: 503, count: 50 });

  const checked = await checkToEnd(prepared, await askCheck(prepared));

  expect(checked).toMatchObject({ state: "failed", match: null, unknownIds: [], asked: 0 });
  expect(checked.error).toContain("answered none of 10 calls");
  expect(checked.nextAction).toContain("Check again later");
  const { lastMatch } = await showSegment(ctxOf("viewer"), prepared.wish);
  expect(lastMatch).toBeNull();
});

test("a key that Braze does not accept ends the check at once, and the check says what to do", async () => {
  const unknownKey = await makeCheckedSegment(sandbox, 5, 5, "a-key-nobody-knows");
  const refused = await checkToEnd(unknownKey, await askCheck(unknownKey));
  expect(refused).toMatchObject({ state: "failed", match: null, calls: 0 });
  expect(refused.error).toBe("Braze does not accept the REST API key: “Invalid API key”");
  expect(refused.nextAction).toContain("has the permission users.export.ids");
  expect(JSON.stringify(refused)).not.toContain("a-key-nobody-knows");

  const unpermitted = await makeCheckedSegment(sandbox, 5, 5);
  registerWorkspace(sandbox.state.braze, unpermitted.destination.workspaceKey).mayExport = false;
  const denied = await checkToEnd(unpermitted, await askCheck(unpermitted));
  expect(denied.error).toContain("is not allowed to look up users");
  expect(denied.nextAction).toContain("A key’s permissions cannot be changed.");

  const inactive = await makeCheckedSegment(sandbox, 5, 5);
  failExports(inactive, { status: 403, body: { message: "Your plan is inactive" } });
  expect((await checkToEnd(inactive, await askCheck(inactive))).error).toContain("Your plan is inactive");
});

test("device ids are looked up one by one, and aliases under their label", async () => {
  const prepared = await makeCheckedSegment(sandbox, 40, 20);
  await pool.query("UPDATE segment SET identifier_kind = 'device_id' WHERE id = $1", [prepared.segmentId]);
  const devices = await checkToEnd(prepared, await askCheck(prepared));
  expect(devices).toMatchObject({ identifierKind: "device_id", sampled: 50, calls: 50, state: "succeeded" });

  await pool.query("UPDATE segment SET identifier_kind = 'alias', alias_label = 'heap' WHERE id = $1", [
    prepared.segmentId,
  ]);
  expect((await showSegment(ctxOf(), prepared.wish)).lastMatch).toMatchObject({ isOutdated: true });
  const aliases = await checkToEnd(prepared, await askCheck(prepared));
  expect(aliases).toMatchObject({ identifierKind: "alias", aliasLabel: "heap", calls: 2 });
  expect(aliases.match).toMatchObject({ known: 40, sampled: 60 });
  expect((await showSegment(ctxOf(), prepared.wish)).lastMatch).toMatchObject({ isOutdated: false });
});

test("an id under two identifiers is known if Braze knows it by either, and both questions are counted", async () => {
  const prepared = await makeCheckedSegment(sandbox, 20, 20);
  const { workspaceKey } = prepared.destination;
  registerWorkspace(sandbox.state.braze, workspaceKey).isKnownDevice = (id) => /^other-1?[0-4]$/.test(id);
  await pool.query("UPDATE segment SET identifier_kind = 'external_id_or_device_id' WHERE id = $1", [
    prepared.segmentId,
  ]);

  const checked = await checkToEnd(prepared, await askCheck(prepared));

  expect(checked).toMatchObject({ identifierKind: "external_id_or_device_id", state: "succeeded" });
  expect(checked).toMatchObject({ sampled: 40, asked: 40, calls: 60, match: { known: 30 } });
  expect(checked.unknownIds).toHaveLength(10);
});

test("a check that nobody works on is found again; one that waits for Braze is not", async () => {
  const prepared = await makeCheckedSegment(sandbox, 5, 5);
  const matchCheckId = await askCheck(prepared);
  const { destinationId } = prepared.destination;
  expect(await findStalledChecks()).not.toContainEqual(
    expect.objectContaining({ matchCheckId, destinationId }),
  );

  await pool.query("UPDATE match_check SET touched_at = now() - interval '3 min' WHERE id = $1", [
    matchCheckId,
  ]);
  expect(await findStalledChecks()).toContainEqual(expect.objectContaining({ matchCheckId, destinationId }));

  await pool.query("UPDATE match_check SET retry_at = now() + interval '1 min' WHERE id = $1", [
    matchCheckId,
  ]);
  expect(await findStalledChecks()).not.toContainEqual(
    expect.objectContaining({ matchCheckId, destinationId }),
  );
});

test("a check that ended the process again and again fails with what to do", async () => {
  const prepared = await makeCheckedSegment(sandbox, 5, 0);
  const id = await askCheck(prepared);
  await leaveSlicesOpen("match_check", id);

  expect(await runCheckSlice(id)).toEqual({ done: true, waitSeconds: 0 });
  const { items } = await listMatchChecks(ctxOf("viewer"), { ...prepared.wish, limit: 5 });
  expect(items.find((check) => check.id === id)).toMatchObject({
    state: "failed",
    error: expect.stringContaining("10 times in a row"),
    nextAction: expect.stringContaining("Ask the operator"),
  });
});
