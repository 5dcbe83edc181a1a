import { expect, test } from "vitest";
import { inTransaction, pool, prisma } from "@/lib/kernel/database";

// The check runs after each test, so what it must refuse is a test that fails.
test.fails("a transaction that asks the pool for a second connection fails its test", () =>
  inTransaction(() => pool.query("SELECT 1")));

test.fails("so does one of Prisma that asks for it by Prisma", () =>
  prisma.$transaction(async () => {
    await prisma.user.count();
  }));

test("a transaction that keeps to its own connection passes, and so does what is asked after it", async () => {
  const { rows } = await inTransaction((tx) => tx.query<{ one: number }>("SELECT 1 AS one"));
  expect(rows).toEqual([{ one: 1 }]);
  await prisma.$transaction((tx) => tx.user.count());
  await pool.query("SELECT 1");
});
