import { afterAll, beforeAll, expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { createTestDestination, ctxOf, postPage } from "@/tools/testing/make-destination";
import { askCheck, checkToEnd, makeCheckedSegment, setRestKey } from "@/tools/testing/run-match-checks";
import { askSync, runToEnd, useSandbox } from "@/tools/testing/run-syncs";
import { listMatchChecks } from "./list-match-checks";
import { findQueuedCheck } from "./queue-first-check";
import { requestMatchCheck } from "./request-match-check";
import { showMatchCheck } from "./show-match-check";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

test("the first sync that added members queues one check; later ones, and those without a key, queue none", async () => {
  const prepared = await makeCheckedSegment(sandbox, 5, 5);
  const { destination, segmentId } = prepared;
  await runToEnd(await askSync(destination, segmentId));

  const queued = await findQueuedCheck(segmentId);
  expect(queued).toMatchObject({ destinationId: destination.destinationId });
  const checked = await checkToEnd(prepared, queued?.matchCheckId ?? "");
  expect(checked).toMatchObject({ trigger: "first_sync", requestedBy: "first sync", state: "succeeded" });

  await postPage(destination, { add: ["known-99"] });
  await runToEnd(await askSync(destination, segmentId));
  expect(await findQueuedCheck(segmentId)).toBeNull();

  const keyless = await makeCheckedSegment(sandbox, 5, 5);
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
  const { wish } = await makeCheckedSegment(sandbox, 5, 5);

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
  const prepared = await makeCheckedSegment(sandbox, 5, 5);
  const { destination, wish } = prepared;
  const matchCheckId = await askCheck(prepared);
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
    message: expect.stringContaining("create a key with the permission users.export.ids"),
  });

  const empty = await makeCheckedSegment(sandbox, 1, 0);
  await postPage(empty.destination, { remove: ["known-0"] });
  await expect(requestMatchCheck(ctxOf(), empty.wish)).rejects.toMatchObject({
    message: expect.stringContaining("Nobody is in the segment"),
  });
});

test("a viewer may look but not request a check, and another customer's segments and checks are not found", async () => {
  const prepared = await makeCheckedSegment(sandbox, 5, 5);
  const other = await createTestDestination();
  const matchCheckId = await askCheck(prepared);
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
