import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, inject } from "vitest";

/** Gives each test file its own migrated database. */
const name = `test_${randomBytes(6).toString("hex")}`;
const adminUrl = inject("adminUrl");
const admin = new pg.Client({ connectionString: adminUrl });

await admin.connect();
await admin.query(`CREATE DATABASE "${name}" TEMPLATE "${inject("template")}"`);
await admin.end();

const url = new URL(adminUrl);
url.pathname = `/${name}`;
process.env.DATABASE_URL = url.href;
process.env.DATABASE_POOL_SIZE = "10";

afterAll(async () => {
  const { pool } = await import("@/lib/kernel/database");
  if (!pool.ended) await pool.end();
});
