import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { expect, test } from "vitest";
import { pool, prisma } from "@/lib/kernel/database";
import { PrismaClient } from "@/prisma/generated/client";
import { isDatabaseFailure } from "./database-failure";

async function failureOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
  } catch (err) {
    return err;
  }
  throw new Error("it did not fail");
}

const closedPort = "postgresql://nobody@127.0.0.1:1/none";

test("an unreachable database is our failure, through either client", async () => {
  const closed = new pg.Pool({ connectionString: closedPort });
  const client = new PrismaClient({ adapter: new PrismaPg({ connectionString: closedPort }) });

  expect(isDatabaseFailure(await failureOf(() => closed.query("SELECT 1")))).toBe(true);
  expect(isDatabaseFailure(await failureOf(() => client.user.count()))).toBe(true);
  expect(isDatabaseFailure(await failureOf(() => client.$transaction((tx) => tx.user.count())))).toBe(true);
});

test("so is a connection cut in the middle of a statement", async () => {
  const cutOff = () => pool.query("SELECT pg_terminate_backend(pg_backend_pid())");
  const cutOffInPrisma = () => prisma.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())::text`;
  const cutOffInTransaction = () =>
    prisma.$transaction((tx) => tx.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())::text`);

  for (const work of [cutOff, cutOffInPrisma, cutOffInTransaction]) {
    expect(isDatabaseFailure(await failureOf(work))).toBe(true);
  }
});

test("a wrong statement is not: trying again would not help", async () => {
  expect(isDatabaseFailure(await failureOf(() => pool.query("SELECT nonsense")))).toBe(false);
  expect(isDatabaseFailure(await failureOf(() => prisma.$queryRaw`SELECT nonsense`))).toBe(false);
  expect(isDatabaseFailure("text")).toBe(false);
});
