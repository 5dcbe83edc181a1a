import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { engineKind } from "@/lib/kernel/env";
import { SANDBOX_PARTNER_KEY } from "@/sandbox/braze/state";
import { startSandbox } from "@/sandbox/start";
import { buildIfChanged } from "../../scripts/build-if-changed";
import type { LocalDatabase } from "../../scripts/database";
import { prepareLocalEnvironment } from "../../scripts/local-environment";
import { stopServers } from "../../scripts/server";
import { startBalancer } from "../balancer/balancer";
import { type DemoAdmin, makeAdmin } from "../demo/admin";
import { startStandInProcess } from "../inngest-stand-in/start-stand-in";
import { countRun } from "./count-run";
import { findStuck } from "./count-stuck";
import { layGround } from "./ground";
import type { Attack } from "./kill-at-points";
import { findFailures, formatTorture } from "./report";
import { KILLS_AT_LEAST, SHORT_SLICE, SLICES, type Slice } from "./slices";

/**
 * `npm run torture`: kills, cuts off and confuses the production app under load, on this machine only, then counts
 * every event and every member. Exits with 0 only if none is lost, doubled or stuck. `-- --slice <name>` runs one
 * slice (may be given more than once), `-- --short` the one of `npm test`. Where variables name an Inngest server, that one runs
 * the functions; `-- --inngest-stand-in` starts something that plays one.
 */
const DATA_FOLDER = path.resolve(import.meta.dirname, "../../.data");
/** Recovery waits for time-outs and sweeps of some minutes each; when Heap refuses it, the app waits five minutes. */
const SETTLE_TIMEOUT_SECONDS = 900;

/** Shorter ones are not secret. */
const KEY_LENGTH = 16;

const { values: options } = parseArgs({
  options: {
    slice: { type: "string", multiple: true },
    short: { type: "boolean" },
    "inngest-stand-in": { type: "boolean" },
  },
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
  if (options["inngest-stand-in"]) {
    const standIn = await startStandInProcess();
    closing.push(standIn.stop);
    Object.assign(process.env, standIn.variables);
  }
  await stopAll(await torture(chosenSlices()));
} catch (err) {
  if (!ending) console.error(`\nThe torture failed: ${(err as Error).message}`);
  await stopAll(1);
}

function chosenSlices(): readonly Slice[] {
  if (options.short) return [SHORT_SLICE];
  const slices = engineKind() === "embedded" ? SLICES : SLICES.filter((slice) => !slice.needsEmbeddedEngine);
  if (!options.slice) return slices;

  return options.slice.map((name) => {
    const slice = slices.find((known) => known.name === name);
    if (slice) return slice;
    const list = slices.map((known) => `  ${known.name}  ${known.what}`).join("\n");
    throw new Error(`there is no slice '${name}'; the slices are\n${list}`);
  });
}

async function torture(slices: readonly Slice[]): Promise<number> {
  const startedMs = Date.now();
  const folder = path.join(DATA_FOLDER, engineKind() === "embedded" ? "torture" : "torture-inngest");
  const logFolder = path.join(folder, "logs");
  await rm(logFolder, { recursive: true, force: true });
  await mkdir(logFolder, { recursive: true });
  const { variables, database, admin } = await prepare(folder);
  const sandbox = await startSandbox();
  closing.push(sandbox.close);

  const balancer = await startBalancer();
  if (balancer) closing.push(balancer.close);
  const own = { ...variables, SANDBOX_URL: sandbox.url };
  const ground = await layGround(
    { logFolder, variables: own, database, sandbox, apiKey: admin.apiKey, balancer },
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

  await writeFile(`${folder}.json`, `${JSON.stringify(report, null, 2)}\n`);
  say(`\n${formatTorture(report)}\n`);
  const failures = findFailures(report);
  const isWhole = !options.short && !options.slice;
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

async function prepare(folder: string): Promise<{
  variables: Record<string, string>;
  database: LocalDatabase;
  admin: DemoAdmin;
}> {
  const environment = await prepareLocalEnvironment(folder, say, { fresh: true });
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

/** The secrets of the installation: for signing, for encryption, and for Inngest. */
function secretsOf({ NEXTAUTH_SECRET, ENCRYPTION_KEYS }: Record<string, string>): string[] {
  const keys = (ENCRYPTION_KEYS ?? "").split(",").map((entry) => entry.split(":")[1]);
  const { INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY } = process.env;
  // A development server takes any word for a key, which may be a word of our logs too.
  const ofInngest = [INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY].filter((key = "") => key.length >= KEY_LENGTH);
  return [NEXTAUTH_SECRET, ...keys, ...ofInngest].filter(
    (secret) => secret !== undefined && secret !== "",
  ) as string[];
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
