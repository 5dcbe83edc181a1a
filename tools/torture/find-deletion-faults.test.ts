import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { brazeIdOf } from "@/sandbox/braze/delete-users";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { createTestDestination } from "@/tools/testing/make-destination";
import { makeSource, sendBatch } from "@/tools/testing/make-source";
import { carryOut, deletionOf, requestOf, runDeletion } from "@/tools/testing/run-deletions";
import { eventOf } from "@/tools/testing/run-erasures";
import { LEAVER } from "../demo/deletion";
import { findDeletionFaults } from "./find-deletion-faults";

const HEAP_APP_ID = "9301";

let sandbox: Sandbox;
let sql: pg.Client;
beforeAll(async () => {
  sandbox = await startSandbox();
  process.env.SANDBOX_URL = sandbox.url;
  sql = new pg.Client({ connectionString: process.env.DATABASE_OWNER_URL });
  await sql.connect();
});
afterAll(async () => {
  await sql.end();
  await sandbox.close();
});

test("a user who is still here, a Heap that was not asked and a part that is not done are found", async () => {
  const { customerId, workspaceKey } = await createTestDestination();
  const source = await makeSource({ heapAppId: HEAP_APP_ID, customerId });
  await carryOut(source, HEAP_APP_ID);
  const brazeId = brazeIdOf(workspaceKey, LEAVER);
  await sendBatch(source, [eventOf(LEAVER, brazeId), deletionOf(brazeId)]);
  await forwardSlice(`sandbox:${HEAP_APP_ID}`);

  const find = () =>
    findDeletionFaults(sql, sandbox, { id: customerId, heapAppId: HEAP_APP_ID, workspaceKey });
  expect(await find()).toEqual(
    expect.arrayContaining([
      "the audit log has {}",
      "Heap was asked 0 times",
      "the user is still in batch.body",
      "the user is still in event.identity",
    ]),
  );

  // Without a REST API key Braze's part is left to a person.
  await runDeletion((await requestOf(customerId)).id);
  expect(await find()).toEqual([expect.stringContaining('"deletion_request.step_done":2')]);
});
