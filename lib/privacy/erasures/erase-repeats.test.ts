import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { makeSource, sendBatch } from "@/tools/testing/make-source";
import { ANNA, erase, eventOf } from "@/tools/testing/run-erasures";

process.env.SANDBOX_URL = "http://127.0.0.1:1";

test("an event that waits in two requests is erased in both, and is in the books once", async () => {
  const source = await makeSource({ heapAppId: "6099" });
  const event = eventOf(ANNA);
  await sendBatch(source, [event]);
  await sendBatch(source, [event, eventOf("ben")]);

  expect((await erase(source.customerId)).slice).toMatchObject({ done: true });

  const { rows } = await pool.query("SELECT outcome FROM event WHERE source_id = $1 ORDER BY batch_id", [
    source.id,
  ]);
  expect(rows).toEqual([{ outcome: "filtered" }, { outcome: "duplicate" }]);
});
