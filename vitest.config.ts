import path from "node:path";
import { defineConfig } from "vitest/config";
import { listTestFiles } from "./scripts/select-tests.ts";
import { needsDatabase } from "./tools/testing/needs-database.ts";

const root = import.meta.dirname;

export default defineConfig(async () => {
  const files = (await listTestFiles()).filter((file) => file.endsWith(".test.ts"));
  const isOnDatabase = (file: string) => needsDatabase(path.join(root, file));
  const bounds = {
    // For what never comes: a busy machine needs many times what a quiet one does. No test and no poll has a limit of its own.
    testTimeout: 600_000,
    hookTimeout: 300_000,
    // Below that of the test, so that the failure says what it waited for.
    expect: { poll: { timeout: 300_000 } },
  };
  return {
    resolve: { alias: { "@": root } },
    test: {
      maxWorkers: 2,
      projects: [
        {
          extends: true as const,
          test: {
            ...bounds,
            name: "pure",
            include: files.filter((file) => !isOnDatabase(file)).map(literally),
            setupFiles: ["tools/testing/test-environment.ts"],
            pool: "threads" as const,
            // They share what they import: reading it again for each file took longer than the tests.
            isolate: false,
          },
        },
        {
          extends: true as const,
          test: {
            ...bounds,
            name: "database",
            include: files.filter(isOnDatabase).map(literally),
            globalSetup: ["tools/testing/global-setup.ts"],
            setupFiles: [
              "tools/testing/test-environment.ts",
              "tools/testing/fresh-database.ts",
              "tools/testing/one-connection.ts",
            ],
            pool: "forks" as const,
          },
        },
      ],
    },
  };
});

/** `include` takes patterns, in which the folders of Next's routes mean something else. */
function literally(file: string): string {
  return file.replace(/[[\]()]/g, "\\$&");
}
