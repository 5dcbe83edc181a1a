import path from "node:path";
import { Logger, runMigrations } from "graphile-worker";
import pg from "pg";
import { expect, test } from "vitest";
import { checkStatements } from "./check";
import { readCode } from "./program";

test("every statement of the code fits the migrated schema and its types", { timeout: 120_000 }, async () => {
  const root = path.resolve(import.meta.dirname, "../..");
  const code = readCode(root);
  // The tables of the job queue are made when the engine starts.
  await runMigrations({ connectionString: process.env.DATABASE_URL, logger: new Logger(() => () => {}) });
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    const { places, statements, findings } = await checkStatements(code, client, root);
    expect(findings).toEqual([]);
    expect({ places, statements }).toEqual(expect.objectContaining({}));
  } finally {
    await client.end();
  }
});
