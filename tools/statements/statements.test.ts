import { existsSync } from "node:fs";
import path from "node:path";
import { Logger, runMigrations } from "graphile-worker";
import pg from "pg";
import { expect, test } from "vitest";
import { checkStatements } from "./check";
import { EXEMPT, readCode } from "./program";

const root = path.resolve(import.meta.dirname, "../..");

test("every statement of the code fits the migrated schema and its types", async () => {
  const code = readCode(root);
  // The tables of the job queue are made when the engine starts.
  await runMigrations({
    connectionString: process.env.DATABASE_OWNER_URL,
    logger: new Logger(() => () => {}),
  });
  const client = new pg.Client({ connectionString: process.env.DATABASE_OWNER_URL });
  await client.connect();
  try {
    const { places, statements, findings } = await checkStatements(code, client, root);
    expect(findings).toEqual([]);
    // A check that finds nothing to check finds nothing wrong either.
    expect(places).toBeGreaterThan(200);
    expect(statements).toBeGreaterThan(places);
  } finally {
    await client.end();
  }
});

test("what is exempt is still there", () => {
  expect(EXEMPT.filter((one) => !existsSync(path.join(root, one.path)))).toEqual([]);
});
