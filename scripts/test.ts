import { findBrowser } from "./browser";
import { buildIfChanged } from "./build";
import { runProgram } from "./run-program";

/**
 * `npm test`: types, lint, unit and integration tests on a real PostgreSQL, browser tests, and a short slice of the
 * torture. Stops at the first failure.
 */
const steps: [title: string, run: () => Promise<number>][] = [
  [
    "Types",
    () =>
      runProgram("next/dist/bin/next", ["typegen"]).then(
        (code) => code || runProgram("typescript/bin/tsc", ["--noEmit"]),
      ),
  ],
  ["Lint", () => runProgram("@biomejs/biome/bin/biome", ["check", "--error-on-warnings"])],
  ["Unit and integration tests", () => runProgram("vitest/vitest.mjs", ["run"])],
  [
    "Browser tests",
    async () => {
      await buildIfChanged(console.log);
      return runProgram("@playwright/test/cli.js", ["test"], {
        BROWSER_PATH: await findBrowser(console.log),
      });
    },
  ],
  ["Torture, a short slice", () => runProgram("tsx/dist/cli.mjs", ["tools/torture/main.ts", "--short"])],
];

for (const [title, run] of steps) {
  console.log(`\n== ${title}`);
  const startedMs = Date.now();
  const code = await run();
  if (code !== 0) {
    console.error(`\n${title}: failed.`);
    process.exit(code);
  }
  console.log(`${title}: passed in ${Math.round((Date.now() - startedMs) / 1_000)} s.`);
}
