import { mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalDatabase, startDatabase } from "./database";

let folder: string;
let database: LocalDatabase;
let data: string;
const told: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "kept-"));
  database = await startDatabase(folder);
  database.watch({ startedAgain: () => told.push("started again"), lost: (why) => told.push(why) });
  data = await ask("SHOW data_directory");
});
afterAll(async () => {
  await database.stop();
  await rm(path.dirname(data), { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
});

async function ask(statement: string): Promise<string> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  client.on("error", () => {});
  await client.connect();
  try {
    const { rows } = await client.query({ text: statement, rowMode: "array" });
    return String(rows[0]?.[0]);
  } finally {
    await client.end();
  }
}

/** Ends the server of PostgreSQL as the kernel does when memory is short. */
async function crash(): Promise<void> {
  const [pid] = (await readFile(path.join(data, "postmaster.pid"), "utf8")).split("\n");
  process.kill(Number(pid), "SIGKILL");
}

test("a restart that was ordered is not taken for an end", async () => {
  const before = await ask("SELECT pg_postmaster_start_time()::text");
  await database.restart("immediate");
  await database.restart("fast");
  expect(await ask("SELECT pg_postmaster_start_time()::text")).not.toBe(before);
  expect(told).toEqual([]);
});

test("a PostgreSQL that ends by itself is started again at the same address; one that cannot be is reported", async () => {
  await crash();
  await expect.poll(() => told).toEqual(["started again"]);
  expect(await ask("SELECT 1")).toBe("1");

  await rename(path.join(data, "global/pg_control"), path.join(data, "global/away"));
  await crash();
  await expect.poll(() => told.length).toBe(2);
  expect(told[1]).toContain("could not be restarted");
});
