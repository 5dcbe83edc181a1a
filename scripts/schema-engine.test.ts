import { expect, test } from "vitest";
import { diffMigrationsAndSchema } from "./schema-engine";

const url = process.env.DATABASE_OWNER_URL ?? "";

test("the migrations build exactly what schema.prisma says", async () => {
  expect(await diffMigrationsAndSchema(url)).toBe("");
});
