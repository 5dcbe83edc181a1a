import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { makeSource, sendBatch } from "@/tools/testing/make-source";
import { brazeEvent } from "@/tools/testing/mapped-event";
import { asOwner } from "@/tools/testing/owner";
import { zipBodiesFor } from "./zip-bodies";

const MIGRATION = path.resolve(
  import.meta.dirname,
  "../../../prisma/migrations/20261205100000_zipped_bodies/migration.sql",
);

test("a new database zips at once; one that an older version used waits until somebody says so", async () => {
  const begins = async () => (await pool.query("SELECT starts_at <= now() AS begun FROM body_zipping")).rows;
  expect(await begins()).toEqual([{ begun: true }]);

  const source = await makeSource({ heapAppId: "3399" });
  await sendBatch(source, [brazeEvent()]);
  await pool.query("UPDATE batch SET state = 'done', filtered = 1, done_at = now() WHERE source_id = $1", [
    source.id,
  ]);
  const script = await readFile(MIGRATION, "utf8");
  await asOwner(`DELETE FROM body_zipping; ${script.slice(script.indexOf("INSERT INTO"))}`);
  expect(await begins()).toEqual([{ begun: null }]);
  expect(await zipBodiesFor(1)).toBe(0);
});
