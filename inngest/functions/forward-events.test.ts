import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { makeSource, sendBatch } from "@/tools/testing/make-source";
import { inngest } from "../client";
import { type EmbeddedEngine, startEmbeddedEngine } from "../embedded/engine";
import { nudgeForward } from "../nudge";
import { forwardEvents } from "./forward-events";
import { forwardRounds } from "./forward-rounds";

let sandbox: Sandbox;
let engine: EmbeddedEngine;

beforeAll(async () => {
  sandbox = await startSandbox();
  process.env.SANDBOX_URL = sandbox.url;
  engine = await startEmbeddedEngine({ pool, client: inngest, functions: [forwardRounds, forwardEvents] });
});

afterAll(async () => {
  await engine.stop();
  await sandbox.close();
});

test("an accepted batch reaches Heap through the function, even after a failure, with nothing but a nudge", async () => {
  const source = await makeSource({ heapAppId: "601" });
  const fault = { target: "heap.track", mode: "status", status: 503, count: 1 };
  await fetch(`${sandbox.url}/control/faults`, { method: "POST", body: JSON.stringify(fault) });

  for (let n = 0; n < 5; n++) {
    const events = Array.from({ length: 20 }, () => ({
      id: randomUUID(),
      event_type: "users.messages.email.Send",
      time: 1_790_000_000,
      user: { external_user_id: `user-${n}` },
    }));
    const accepted = await sendBatch(source, events);
    if (accepted.kind === "stored" && accepted.nudge) nudgeForward(accepted.nudge);
  }

  await expect.poll(() => sandbox.state.heap.apps.get("601")?.keys.size).toBe(100);
  const pending = "SELECT count(*)::int AS pending FROM batch WHERE source_id = $1 AND state = 'pending'";
  await expect.poll(async () => (await pool.query(pending, [source.id])).rows).toEqual([{ pending: 0 }]);
});
