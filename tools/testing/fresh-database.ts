import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, inject } from "vitest";

/** Gives each test file its own migrated database and the configuration of a test process. */
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
process.env.PUBLIC_URL = "http://127.0.0.1:3000";
process.env.NEXTAUTH_SECRET = "a-secret-for-tests-of-at-least-32-characters";
process.env.ENCRYPTION_KEYS = `test:${Buffer.alloc(32, 7).toString("base64")}`;
process.env.LOG_LEVEL = "silent";

afterAll(async () => {
  const { pool } = await import("@/lib/kernel/database");
  if (!pool.ended) await pool.end();
});
