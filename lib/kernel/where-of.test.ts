import pg from "pg";
import { expect, test } from "vitest";
import "@/lib/kernel/database";
import { whereOf } from "./where-of";

test("an error is described by its class, its code and its place, not by its message", () => {
  const err = Object.assign(new TypeError('no "secret-value"\n    at secret-value (x.ts:1:1)'), {
    code: "23505",
    digest: "123",
    detail: "Key (id)=(secret-value) already exists.",
  });
  const where = whereOf(err);
  expect(where).toMatchObject({ reason: "TypeError", code: "23505", digest: "123" });
  expect(where.stack).toContain("where-of.test.ts");
  expect(JSON.stringify(where)).not.toContain("secret-value");
});

test("what is thrown without being an error is not shown either", () => {
  expect(whereOf("secret-value")).toEqual({ reason: "not an error" });
});

test("a database that gave no connection in time is told from other errors", async () => {
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 1 });
  const client = await pool.connect();
  pool.options.connectionTimeoutMillis = 20;
  const err = await pool.connect().catch((caught) => caught);
  expect(whereOf(err)).toMatchObject({ code: "POOL_TIMEOUT" });
  client.release();
  await pool.end();
});
