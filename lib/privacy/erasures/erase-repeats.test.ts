import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { makeSource, sendBatch } from "@/tools/testing/make-source";
import { ANNA, erase, eventOf } from "@/tools/testing/run-erasures";

process.env.SANDBOX_URL = "http://127.0.0.1:1";

const WEEK_MS = 7 * 86_400_000;

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

test("an event that came a week before, in another partition, is in the books once when its copy is erased", async () => {
  const source = await makeSource({ heapAppId: "6100" });
  const event = eventOf(ANNA);
  await sendBatch(source, [event]);
  const weekBefore = uuidv7({ msecs: Date.now() - WEEK_MS + 60_000 });
  await pool.query("UPDATE batch SET id = $2 WHERE source_id = $1", [source.id, weekBefore]);
  expect((await erase(source.customerId)).slice).toMatchObject({ done: true });

  await sendBatch(source, [event, eventOf("ben")]);
  expect((await erase(source.customerId)).slice).toMatchObject({ done: true });
  const { rows } = await pool.query("SELECT outcome FROM event WHERE source_id = $1 ORDER BY batch_id", [
    source.id,
  ]);
  expect(rows).toEqual([{ outcome: "filtered" }, { outcome: "duplicate" }]);
});
