import { randomUUID } from "node:crypto";
import pg from "pg";
import { deployMigrations } from "../scripts/schema-engine";

/**
 * A migrated database on the tests' PostgreSQL, so that no other process does the work of the server that gets it.
 * @returns its address
 */
export async function makeDatabase(): Promise<string> {
  const url = new URL(process.env.DATABASE_URL ?? "");
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  const name = `own_${randomUUID().slice(0, 8)}`;
  await admin.query(`CREATE DATABASE "${name}"`);
  await admin.end();
  url.pathname = `/${name}`;
  await deployMigrations(url.href);
  return url.href;
}
