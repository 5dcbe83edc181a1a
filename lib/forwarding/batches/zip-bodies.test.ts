import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { brazeEvent } from "@/tools/testing/mapped-event";
import { unzipBody } from "./stored-body";
import { unzipBodies } from "./unzip-bodies";
import { startZipping, zipBodiesFor } from "./zip-bodies";

let source: TestSource;
let appNumber = 3_300;
beforeEach(async () => {
  source = await makeSource({ heapAppId: String(++appNumber) });
  await startZipping();
  await zipAll();
});

async function zipAll(): Promise<number> {
  let zipped = 0;
  for (let more = 1; more > 0; zipped += more) more = await zipBodiesFor(5);
  return zipped;
}

/** Batches of one event, as they are once they are done. */
async function makeDone(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await sendBatch(source, [brazeEvent({ id: randomUUID() })]);
  await pool.query("UPDATE batch SET state = 'done', filtered = 1, done_at = now() WHERE source_id = $1", [
    source.id,
  ]);
}

async function stored() {
  const { rows } = await pool.query<{ body: Buffer | null; zip: Buffer | null; bytes: number }>(
    "SELECT body, body_zip AS zip, byte_size AS bytes FROM batch WHERE source_id = $1 ORDER BY id",
    [source.id],
  );
  return rows;
}

test("bodies of batches that are done are zipped, of whatever number, and those that wait are not", async () => {
  await makeDone(230);
  await sendBatch(source, [brazeEvent()]);
  const before = await stored();
  expect(await zipAll()).toBe(230);

  const after = await stored();
  for (const [place, { body, zip, bytes }] of after.entries()) {
    const was = before[place]?.body;
    expect(bytes).toBe(was?.byteLength);
    expect(zip === null ? body : await unzipBody(zip)).toEqual(was);
    expect(body === null).toBe(place < 230);
    expect(zip === null).toBe(place === 230);
  }
});

test("nothing is zipped before its time, and nothing is any more once that is ended", async () => {
  await makeDone(2);
  const before = await stored();
  await pool.query("UPDATE body_zipping SET starts_at = now() + interval '1 hour'");
  expect(await zipAll()).toBe(0);
  expect(await stored()).toEqual(before);

  await startZipping();
  expect(await zipAll()).toBe(2);
  expect(await unzipBodies(() => {})).toBeGreaterThanOrEqual(2);
  expect(await stored()).toEqual(before);
  expect(await zipAll()).toBe(0);
  expect(await unzipBodies(() => {})).toBe(0);
});

test("a batch that somebody else is changing is left for the next time", async () => {
  await makeDone(3);
  const holder = await pool.connect();
  await holder.query("BEGIN");
  await holder.query(
    `UPDATE batch SET body = '{"events":[]}', body_zip = NULL
     WHERE id = (SELECT id FROM batch WHERE source_id = $1 ORDER BY id LIMIT 1)`,
    [source.id],
  );
  expect(await zipAll()).toBe(2);
  await holder.query("COMMIT");
  holder.release();

  expect(await zipAll()).toBe(1);
  const [first] = await stored();
  expect((await unzipBody(first?.zip ?? Buffer.alloc(0))).toString("utf8")).toBe('{"events":[]}');
});
