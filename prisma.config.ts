import { defineConfig } from "prisma/config";

// Only Prisma's own CLI reads this address; the app and scripts/migrate.ts use lib/kernel/env.ts.
export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  ...(process.env.DATABASE_URL ? { datasource: { url: process.env.DATABASE_URL } } : {}),
});
