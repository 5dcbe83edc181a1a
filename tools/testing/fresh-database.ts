import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, inject } from "vitest";
import { skewClocks } from "./skewed-clocks";

/**
 * Gives each test file its own migrated database. `DATABASE_URL` has the role of the app at run time, so that a missing
 * grant is found; what only its owner may do needs `DATABASE_OWNER_URL` (see owner.ts). With `TEST_CLOCK_SKEW_MS` its
 * connections' clocks differ.
 */
const name = `test_${randomBytes(6).toString("hex")}`;
const { ownerUrl, runtimeUrl } = inject("addresses");
const admin = new pg.Client({ connectionString: ownerUrl });

await admin.connect();
await admin.query(`CREATE DATABASE "${name}" TEMPLATE "${inject("template")}"`);
await admin.end();

process.env.DATABASE_OWNER_URL = named(ownerUrl);
if (process.env.TEST_CLOCK_SKEW_MS) await skewClocks(named(ownerUrl), Number(process.env.TEST_CLOCK_SKEW_MS));
process.env.DATABASE_URL = named(runtimeUrl);
process.env.DATABASE_POOL_SIZE = "10";

afterAll(async () => {
  const { pool } = await import("@/lib/kernel/database");
  if (!pool.ended) await pool.end();
});

function named(address: string): string {
  const url = new URL(address);
  url.pathname = `/${name}`;
  return url.href;
}
