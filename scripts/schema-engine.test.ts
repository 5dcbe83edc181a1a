import { expect, test } from "vitest";
import { deployMigrations, diffMigrationsAndSchema } from "./schema-engine";

const url = process.env.DATABASE_OWNER_URL ?? "";

test("the migrations build exactly what schema.prisma says", async () => {
  expect(await diffMigrationsAndSchema(url)).toBe("");
});

test("a migrated database has nothing left to apply", async () => {
  expect(await deployMigrations(url)).toEqual([]);
});
