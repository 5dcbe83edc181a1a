import { writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { SANDBOX_PARTNER_KEY } from "@/sandbox/braze/state";
import { startSandbox } from "@/sandbox/start";
import { buildIfChanged } from "../../scripts/build-if-changed";
import { freePort } from "../../scripts/free-port";
import { prepareLocalEnvironment } from "../../scripts/local-environment";
import { startServer, stopServers } from "../../scripts/server";
import { PARTS, type PartName } from "./case";
import { formatFuzzReport, isClean } from "./report";

/**
 * `npm run fuzz`: sends hostile requests to the production build, with its own database and sandbox; calls only this
 * machine. `-- --seed 1 --cases 100000 --part currents` chooses; `--json` prints the report as JSON. Exit code 0 only
 * if nothing was found.
 */
/** The addresses of customers, with the 43 characters of a token. */
const SECRET_ADDRESS = /\/(status|connect|set-password|currents|heap)\/[\w-]{43}/;
/** How graphile-worker quotes the message of an error. */
const QUOTED_ERROR = /with error '/;
const say = (line: string) => console.error(line);
const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
    cases: { type: "string", default: "100000" },
    part: { type: "string", multiple: true },
    json: { type: "boolean", default: false },
  },
});
const parts: readonly PartName[] = values.part ? PARTS.filter((part) => values.part?.includes(part)) : PARTS;
if (values.part && parts.length !== values.part.length) {
  console.error(`The parts are ${PARTS.join(", ")}.`);
  process.exit(1);
}

let stop = async () => {};
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void stop().finally(() => process.exit(1)));

try {
  await buildIfChanged(say);
  const environment = await prepareLocalEnvironment(".data/fuzz", say, { fresh: true });
  const sandbox = await startSandbox();
  stop = async () => {
    await stopServers();
    await sandbox.close();
    await environment.stop();
  };
  sandbox.state.heap.limitsOn = false;
  sandbox.state.braze.limitsOn = false;

  const port = await freePort();
  const variables = {
    ...environment.variables,
    SANDBOX_URL: sandbox.url,
    BRAZE_PARTNER_KEY_US: SANDBOX_PARTNER_KEY,
    SANDBOX_EVENTS_PER_MINUTE: "0",
    // Hostile pages invent more segments than a destination may have; that is tried elsewhere.
    SEGMENTS_PER_DESTINATION: "100000",
    LOG_LEVEL: "info",
  };
  // The server has a pool of the usual size, and not the small one of this process.
  const ofServer = { ...variables, DATABASE_POOL_SIZE: process.env.DATABASE_POOL_SIZE ?? "" };
  // What needs these variables is imported only afterwards.
  Object.assign(process.env, variables, { PUBLIC_URL: `http://127.0.0.1:${port}`, DATABASE_POOL_SIZE: "4" });

  // Made before the server starts, which prints the link that makes this user's first password.
  const { ensureFirstAdmin } = await import("@/lib/team/users/ensure-first-admin");
  await ensureFirstAdmin();

  const lines: string[] = [];
  const server = await startServer(ofServer, port, (text) => lines.push(text));
  const { runFuzz } = await import("./run");
  const report = await runFuzz({
    seed: Number(values.seed),
    cases: Number(values.cases),
    parts,
    url: server.url,
    pid: server.process.pid ?? 0,
    sandbox,
    say,
  });
  if (server.process.exitCode !== null || server.process.signalCode !== null)
    report.problems.push("the server ended");
  report.problems.push(...unhandledOf(lines), ...misprintsOf(lines.join("").split("\n").slice(0, -1)));

  const file = path.resolve(import.meta.dirname, "../../.data/fuzz.json");
  await writeFile(file, JSON.stringify(report, null, 2));
  await writeFile(file.replace(".json", ".log"), lines.join(""));
  console.log(values.json ? JSON.stringify(report, null, 2) : formatFuzzReport(report));
  const { pool } = await import("@/lib/kernel/database");
  await pool.end();
  await stop();
  process.exit(isClean(report) ? 0 : 1);
} catch (err) {
  console.error((err as Error).message);
  await stop();
  process.exit(1);
}

/** What the server printed that is not JSON, has a token in an address, or quotes an error. */
function misprintsOf(lines: readonly string[]): string[] {
  const wrong = lines.filter(
    (line) => !isObject(line) || SECRET_ADDRESS.test(line) || QUOTED_ERROR.test(line),
  );
  return wrong.slice(0, 5).map((line) => `the server printed: ${line.slice(0, 200)}`);
}

function isObject(line: string): boolean {
  try {
    return typeof JSON.parse(line) === "object";
  } catch {
    return false;
  }
}

/** Uncaught errors in the server's log. */
function unhandledOf(lines: readonly string[]): string[] {
  const unhandled =
    lines.join("").match(/(unhandledRejection|uncaughtException|Unhandled)[^\n]{0,200}/g) ?? [];
  return [...new Set(unhandled)].slice(0, 5).map((line) => `the server's log: ${line}`);
}
