import path from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": path.resolve(import.meta.dirname) } },
  test: {
    include: ["**/*.test.ts"],
    exclude: ["node_modules/**", ".next/**", ".data/**", "e2e/**"],
    globalSetup: ["tools/testing/global-setup.ts"],
    setupFiles: ["tools/testing/fresh-database.ts"],
    pool: "forks",
    maxWorkers: 2,
    // Bounds for what never comes: a busy machine needs many times what a quiet one does.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
