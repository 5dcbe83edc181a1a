import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { updateDestination } from "@/lib/cohorts/destinations/update-destination";
import { forgetAcked } from "@/lib/cohorts/members/forget-acked";
import { pool, prisma } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { holdRow } from "@/tools/testing/hold-row";
import {
  createTestDestination,
  ctxOf,
  postPage,
  type TestDestination,
} from "@/tools/testing/make-destination";
import { askSync, expectEqualCohort, runToEnd, sentTo, useSandbox } from "@/tools/testing/run-syncs";
import { bookPush } from "./book-push";
import { runSyncSlice } from "./run-sync-slice";

let sandbox: Sandbox;
let destination: TestDestination;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  sandbox.state.faults.clear();
  destination = await createTestDestination();
});

const change = async (
  fields: Pick<Parameters<typeof updateDestination>[1], "identifierKind" | "dataImportKey">,
) => {
  const { customerId, destinationId } = destination;
  const { version } = await prisma.destination.findUniqueOrThrow({ where: { id: destinationId } });
  return updateDestination(ctxOf(), { customerId, destinationId, version, ...fields });
};

test("a call that waits while the identifier changes does not begin under the old one", async () => {
  const segmentId = await postPage(destination, { add: ["a"] });
  const syncId = await askSync(destination, segmentId);
  const sliceId = randomUUID();
  await pool.query("UPDATE sync SET state = 'running', slice_id = $2 WHERE id = $1", [syncId, sliceId]);

  // The change is first in the queue for the segment; the call begins to wait before the change is committed.
  const segment = await holdRow("segment", segmentId);
  const changed = change({ identifierKind: "device_id" });
  await segment.untilWaits("FOR NO KEY UPDATE OF s");
  const begun = bookPush({ id: syncId, segmentId, sliceId }, [{ userKey: "a", wanted: true }]);
  await segment.untilWaits("INSERT INTO push");
  await segment.release();
  await changed;

  expect(await begun).toBeNull();
  await runToEnd(syncId);
  expect(sentTo(sandbox, destination, segmentId)).toEqual(["device:a"]);
});

test("a slice that waits to begin while the key changes sends nothing to the old workspace", async () => {
  const old = destination;
  const segmentId = await postPage(destination, { add: ["a", "b"] });
  const syncId = await askSync(destination, segmentId);

  // It has read the sync, and not yet noted that it is at work.
  const sync = await holdRow("sync", syncId);
  const slice = runSyncSlice(syncId);
  await sync.untilWaits("SET state = 'running'");
  const dataImportKey = `sandbox-${randomUUID()}`;
  await change({ dataImportKey });
  await sync.release();
  await slice;
  await runToEnd(syncId);

  expect(sentTo(sandbox, old, segmentId)).toEqual([]);
  destination = { ...old, workspaceKey: dataImportKey };
  await expectEqualCohort(sandbox, destination, segmentId);
});

test("the first slice of a sync waits for a change that began before it, and reads what was changed", async () => {
  const segmentId = await postPage(destination, { add: ["a"] });
  const syncId = await askSync(destination, segmentId);

  // The change found the sync queued, so that nothing in its row says that something was changed.
  const segment = await holdRow("segment", segmentId);
  await forgetAcked(segment.sql, segmentId);
  await segment.sql.query("UPDATE destination SET identifier_kind = 'device_id' WHERE id = $1", [
    destination.destinationId,
  ]);
  const slice = runSyncSlice(syncId);
  await segment.untilWaits("FOR NO KEY UPDATE");
  await segment.release();
  await slice;
  await runToEnd(syncId);

  expect(sentTo(sandbox, destination, segmentId)).toEqual(["device:a"]);
});
