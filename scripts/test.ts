import { findBrowser } from "./browser";
import { buildIfChanged } from "./build-if-changed";
import { runProgram, stopPrograms } from "./run-program";
import { type Selection, selectTests } from "./select-tests";

/**
 * `npm test`: types, lint, dead code, unit and integration tests on a real PostgreSQL, browser tests on the production build, and a
 * short slice of the torture; stops at the first failure. `npm test -- <word>` runs only the unit and browser tests whose
 * path has the word in it or, where no path has, whose title has.
 */
const words = process.argv.slice(2);
process.on("SIGTERM", () => void stopPrograms().then(() => process.exit(1)));
if (words.length > 0) await runSelection(await selectTests(words));
else await runAll();

async function runAll(): Promise<void> {
  await runStep("Lint", (onOutput) =>
    runProgram("@biomejs/biome/bin/biome", ["check", "--error-on-warnings"], { onOutput }),
  );
  // The tests leave a good part of two cores idle; what needs no other step's result fills it.
  await Promise.all([
    runStep("Unit and integration tests", () => runUnitTests([])),
    runStep("Types", checkTypes)
      .then(() =>
        runStep("Dead code", (onOutput) =>
          runProgram("knip/bin/knip.js", ["--no-config-hints"], { onOutput }),
        ),
      )
      .then(() => runStep("Production build", build)),
  ]);
  await runStep("Browser tests", () => runBrowserTests([]));
  // Each waits most of the time until what was killed is found.
  await Promise.all([
    runStep("Torture, a short slice", () => runTorture(["--short"])),
    runStep("Torture with a stand-in for an Inngest server, a short slice", () =>
      runTorture(["--short", "--inngest-stand-in"]),
    ),
  ]);
}

async function runSelection({ unitFiles, browserFiles, title }: Selection): Promise<void> {
  if (unitFiles.length + browserFiles.length === 0) {
    console.error(`No test has ${words.map((word) => `"${word}"`).join(" or ")} in its path or title.`);
    process.exit(1);
  }
  if (unitFiles.length > 0)
    await runStep("Unit and integration tests", () =>
      runUnitTests([...unitFiles, ...(title ? ["--passWithNoTests", "--testNamePattern", title] : [])]),
    );
  if (browserFiles.length > 0)
    await runStep("Browser tests", async () => {
      await buildIfChanged(console.log);
      return runBrowserTests([...browserFiles, ...(title ? ["--pass-with-no-tests", "--grep", title] : [])]);
    });
}

/** Runs one step and says how it went; what a step writes through its argument is shown when it fails. */
async function runStep(
  title: string,
  run: (onOutput: (text: string) => void) => Promise<number>,
): Promise<void> {
  console.log(`\n== ${title}`);
  const startedMs = Date.now();
  const written: string[] = [];
  const code = await run((text) => written.push(text)).catch((err: Error) => {
    written.push(err.message);
    return 1;
  });
  if (code === 0) {
    console.log(`${title}: passed in ${Math.round((Date.now() - startedMs) / 1_000)} s.`);
    return;
  }
  await stopPrograms();
  console.error(`${written.join("")}\n\n${title}: failed.`);
  process.exit(code);
}

async function checkTypes(onOutput: (text: string) => void): Promise<number> {
  const code = await runProgram("next/dist/bin/next", ["typegen"], { onOutput });
  return code || runProgram("typescript/bin/tsc", ["--noEmit"], { onOutput });
}

async function build(onOutput: (text: string) => void): Promise<number> {
  await buildIfChanged(onOutput, { areTypesChecked: true });
  return 0;
}

function runTorture(args: string[]): Promise<number> {
  return runProgram("tsx/dist/cli.mjs", ["tools/torture/main.ts", ...args]);
}

function runUnitTests(args: string[]): Promise<number> {
  return runProgram("vitest/vitest.mjs", ["run", ...args]);
}

async function runBrowserTests(args: string[]): Promise<number> {
  const variables = { BROWSER_PATH: await findBrowser(console.log) };
  return runProgram("@playwright/test/cli.js", ["test", ...args], { variables });
}
