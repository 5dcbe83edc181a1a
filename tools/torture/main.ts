import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { SANDBOX_PARTNER_KEY } from "@/sandbox/braze/state";
import { startSandbox } from "@/sandbox/start";
import { buildIfChanged } from "../../scripts/build-if-changed";
import type { LocalDatabase } from "../../scripts/database";
import { prepareLocalEnvironment } from "../../scripts/local-environment";
import { stopServers } from "../../scripts/server";
import { type DemoAdmin, makeAdmin } from "../demo/admin";
import { countRun } from "./count-run";
import { findStuck } from "./count-stuck";
import { layGround } from "./ground";
import type { Attack } from "./kill-at-points";
import { findFailures, formatTorture } from "./report";
import { KILLS_AT_LEAST, SHORT_SLICE, SLICES, type Slice } from "./slices";

/**
 * `npm run torture`: kills, cuts off and confuses the production app under load, on this machine only, then counts
 * every event and every member. Exits with 0 only if none is lost, doubled or stuck. `-- --slice <name>` runs one
 * slice (may be given more than once), `-- --short` the one of `npm test`.
 */
const FOLDER = path.resolve(import.meta.dirname, "../../.data/torture");
const LOG_FOLDER = path.join(FOLDER, "logs");
const REPORT_FILE = path.resolve(FOLDER, "../torture.json");
/** Recovery waits for time-outs and sweeps of some minutes each; when Heap refuses it, the app waits five minutes. */
const SETTLE_TIMEOUT_SECONDS = 900;

const { values: options } = parseArgs({
  options: { slice: { type: "string", multiple: true }, short: { type: "boolean" } },
});
const say = (line: string) => console.log(line);
const closing: (() => Promise<void>)[] = [];
let ending: Promise<never> | undefined;

function stopAll(code: number): Promise<never> {
  ending ??= endAll(code);
  return ending;
}

async function endAll(code: number): Promise<never> {
  await stopServers();
  for (let close = closing.pop(); close; close = closing.pop()) await close();
  process.exit(code);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stopAll(1));

try {
  await stopAll(await torture(chosenSlices()));
} catch (err) {
  if (!ending) console.error(`\nThe torture failed: ${(err as Error).message}`);
  await stopAll(1);
}

function chosenSlices(): readonly Slice[] {
  if (options.short) return [SHORT_SLICE];
  if (!options.slice) return SLICES;

  return options.slice.map((name) => {
    const slice = SLICES.find((known) => known.name === name);
    if (slice) return slice;
    const list = SLICES.map((known) => `  ${known.name}  ${known.what}`).join("\n");
    throw new Error(`there is no slice '${name}'; the slices are\n${list}`);
  });
}

async function torture(slices: readonly Slice[]): Promise<number> {
  const startedMs = Date.now();
  await rm(LOG_FOLDER, { recursive: true, force: true });
  await mkdir(LOG_FOLDER, { recursive: true });
  const { variables, database, admin } = await prepare();
  const sandbox = await startSandbox();
  closing.push(sandbox.close);

  const own = { ...variables, SANDBOX_URL: sandbox.url };
  const ground = await layGround(
    { logFolder: LOG_FOLDER, variables: own, database, sandbox, apiKey: admin.apiKey },
    say,
  );
  const attacks: { name: string; kills: number; attack: Attack }[] = [];
  for (const slice of slices) {
    say(`${slice.name}: ${slice.what} ...`);
    const before = ground.tally.kills;
    const attack = await slice.attack(ground).catch((err: Error) => failed(err));
    attacks.push({ name: slice.name, kills: ground.tally.kills - before, attack });
  }

  say("No more attacks: waiting until everything is done, then counting ...");
  const sql = new pg.Client({ connectionString: database.ownerUrl });
  await sql.connect();
  await settle(sql);
  const passwords = [
    admin.password,
    ...[database.ownerUrl, database.runtimeUrl].map((url) => new URL(url).password),
  ];
  const secrets = [admin.apiKey, ...passwords, SANDBOX_PARTNER_KEY, ...secretsOf(variables)];
  const report = await countRun(sql, ground, attacks, secrets, startedMs);
  await sql.end();
  await ground.app.stop();

  await writeFile(REPORT_FILE, `${JSON.stringify(report, null, 2)}\n`);
  say(`\n${formatTorture(report)}\n`);
  const failures = findFailures(report);
  const isWhole = slices === SLICES;
  if (isWhole && report.processes.kills < KILLS_AT_LEAST)
    failures.push(`only ${report.processes.kills} kills`);
  for (const failure of failures) say(`  ${failure}`);
  say(failures.length === 0 ? "  0 lost, 0 doubled, 0 stuck." : "  The torture found something.");
  return failures.length === 0 ? 0 : 1;
}

/** A slice that broke proves nothing; the others still can. */
function failed(err: Error): Attack {
  return { customers: [], done: {}, missed: [`could not be carried out: ${err.message}`] };
}

async function prepare(): Promise<{
  variables: Record<string, string>;
  database: LocalDatabase;
  admin: DemoAdmin;
}> {
  const environment = await prepareLocalEnvironment(FOLDER, say, { fresh: true });
  closing.push(environment.stop);
  const { database, variables: made } = environment;
  if (!database) throw new Error("the torture works on the local database only");
  await buildIfChanged(say);

  const variables = { ...made, LOG_LEVEL: "debug" };
  Object.assign(process.env, variables, { PUBLIC_URL: "http://127.0.0.1:3000", LOG_LEVEL: "error" });
  const admin = await makeAdmin("torture");
  await admin.close();
  return { variables, database, admin };
}

/** The secrets of the installation: for signing and for encryption. */
function secretsOf({ NEXTAUTH_SECRET, ENCRYPTION_KEYS }: Record<string, string>): string[] {
  const keys = (ENCRYPTION_KEYS ?? "").split(",").map((entry) => entry.split(":")[1]);
  return [NEXTAUTH_SECRET, ...keys].filter((secret) => secret !== undefined && secret !== "") as string[];
}

/** Waits until nothing is under way, twice in a row: a single look may fall between two steps. */
async function settle(sql: pg.Client): Promise<void> {
  const deadlineMs = Date.now() + SETTLE_TIMEOUT_SECONDS * 1_000;
  let calm = 0;
  for (let look = 1; calm < 2 && Date.now() < deadlineMs; look++) {
    const stuck = await findStuck(sql);
    calm = stuck.length === 0 ? calm + 1 : 0;
    if (look % 10 === 0) say(`  ${stuck.map(({ what, count }) => `${count} ${what}`).join(", ")}`);
    await pause(1_500);
  }
}
