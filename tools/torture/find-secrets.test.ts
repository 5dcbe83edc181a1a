import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findSecrets } from "./find-secrets";

let folder: string;
let sql: pg.Client;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "tributary-find-secrets-"));
  sql = new pg.Client({ connectionString: process.env.DATABASE_OWNER_URL });
  await sql.connect();
});
afterAll(async () => {
  await sql.end();
  await rm(folder, { recursive: true });
});

test("a secret in use and a person's identity are found in a log, by line; other lines are not", async () => {
  const file = path.join(folder, "app.log");
  await writeFile(file, "started\nkey sandbox-abc refused\nmember user-17 refused\nuser-agent: node\n");

  const { lines, findings } = await findSecrets(sql, [file], ["sandbox-abc", "another"]);
  expect(lines).toBe(4);
  expect(findings).toEqual([
    { place: file, kind: "secret", line: 2 },
    { place: file, kind: "person", line: 3 },
  ]);
});
