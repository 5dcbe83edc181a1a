import pg from "pg";
import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { excessOfRole } from "./database-role";

test("the role at run time may do nothing that the app does not need; the owner may do a lot", async () => {
  expect(await excessOfRole(pool)).toEqual([]);

  const owner = new pg.Pool({ connectionString: process.env.DATABASE_OWNER_URL, max: 1 });
  expect(await excessOfRole(owner)).toEqual(
    expect.arrayContaining(["be a superuser", "change audit entries"]),
  );
  await owner.end();
});
