import { afterAll, beforeAll, expect, test } from "vitest";
import { POST } from "@/app/api/heap/[token]/route";
import { pool } from "@/lib/kernel/database";
import { signHeapBody } from "@/lib/vendors/heap/signature";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import {
  createTestDestination,
  pageBody,
  readMembers,
  type TestDestination,
  type TestPage,
} from "@/tools/testing/make-destination";
import { cohortIn, useSandbox } from "@/tools/testing/run-syncs";
import { eventually, startTestEngine } from "../../tools/testing/run-engine";
import { inngest } from "../client";
import { decideTask } from "./decide-task";
import { runSync } from "./run-sync";
import { scheduleRecurring } from "./schedule-recurring";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

async function post(destination: TestDestination, page: TestPage): Promise<void> {
  const body = pageBody(page);
  const headers = { "heap-hash": signHeapBody({ secret: destination.secret, ts: Date.now(), body }) };
  const req = new Request("http://127.0.0.1/api/heap/x", { method: "POST", body, headers });
  const res = await POST(req, { params: Promise.resolve({ token: destination.token }) });
  expect(res.status).toBe(200);
}

test("pages posted by Heap become a cohort in Braze, through the engine and with no other push", async () => {
  await startTestEngine(inngest, [decideTask, runSync, scheduleRecurring]);
  const destination = await createTestDestination();
  const add = Array.from({ length: 1_500 }, (_, index) => `user-${index}`);

  await post(destination, { task: "t", page: 2, total: 2, remove: ["gone"] });
  await post(destination, { task: "t", page: 1, total: 2, name: "Trial", add });

  const syncId = await eventually(async () => {
    const { rows } = await pool.query(
      "SELECT id FROM sync WHERE destination_id = $1 AND state = 'succeeded'",
      [destination.destinationId],
    );
    return rows[0]?.id;
  });
  const { rows } = await pool.query("SELECT segment_id FROM sync WHERE id = $1", [syncId]);
  const members = await readMembers(rows[0].segment_id);
  const cohort = cohortIn(sandbox, destination, rows[0].segment_id);
  expect([...cohort.sent].sort()).toEqual(members.wanted);
  expect(cohort).toMatchObject({ name: "Trial", calls: 2 });
});
