import { writeSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { readChannels } from "@/lib/insight/notices/notice-channels";
import { tellFunctionsStopped } from "@/lib/insight/notices/tell-functions-stopped";
import { ConfigurationError } from "@/lib/kernel/configuration-error";
import { pool } from "@/lib/kernel/database";
import { excessOfRole } from "@/lib/kernel/database-role";
import { explainDatabaseTrouble } from "@/lib/kernel/database-trouble";
import { engineKind, env } from "@/lib/kernel/env";
import { describeUnusableKeys, findUnusableKeys } from "@/lib/kernel/key-rotation/find-unusable-keys";
import { log } from "@/lib/kernel/log";
import { LEVELS } from "@/lib/kernel/log-lines";
import { watchProcess } from "@/lib/kernel/metrics/registry";
import { areMigrationsApplied } from "@/lib/kernel/migrations";
import { enterPhase, processPhase } from "@/lib/kernel/process-phase";
import { startTracing } from "@/lib/kernel/tracing/start-tracing";
import { ensureFirstAdmin } from "@/lib/team/users/ensure-first-admin";
import { inngest } from "./client";
import { type EmbeddedEngine, startEmbeddedEngine } from "./embedded/engine";
import { functions } from "./functions";
import { findHttpServer } from "./http-server";
import { registerFunctions } from "./serve";
import { stopOnSignal } from "./stop";

const WATCH_INTERVAL_MS = 60_000;

/** How often a process that waits for migrations looks whether they have come. */
const LOOK_FOR_MIGRATIONS_MS = 2_000;

const STDOUT = 1;

let engine: EmbeddedEngine | null = null;

/**
 * Checks the configuration and starts the embedded engine or, where Inngest is in use, registers the functions there.
 * With a database that lacks migrations of this version it starts nothing, waits for them, and leaves the process in
 * the phase `starting`, in which only health is answered. Ends the process with one message when the configuration is
 * wrong or the database cannot be reached: a server without them would lose data.
 */
export async function startTributary(): Promise<void> {
  await orEnd(async () => {
    const { SHUTDOWN_DELAY_SECONDS } = env();
    await reachDatabase();
    const stopTracing = await startTracing();
    findHttpServer();
    stopOnSignal({
      delaySeconds: SHUTDOWN_DELAY_SECONDS,
      stopEngine: async () => engine?.stop(),
      stopTracing,
    });

    if (await areMigrationsApplied()) return begin();
    log.error(
      "the database lacks migrations of this version: only health checks are answered until they are applied, with `node scripts/admin.mjs migrate` in the image or the archive, otherwise `npm run admin -- migrate`",
    );
    void orEnd(async () => {
      await untilMigrated();
      await begin();
    });
  });
}

async function orEnd(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (err) {
    if (processPhase() === "stopping") return; // the stop took away what it worked with, and ends the process itself
    log.flush();
    console.error((err as Error).message);
    process.exit(1);
  }
}

async function reachDatabase(): Promise<void> {
  try {
    await pool.query("SELECT 1"); // throws at once, not later, when it cannot read a file that the address names
  } catch (err) {
    throw new ConfigurationError([explainDatabaseTrouble(err, "DATABASE_URL", env().DATABASE_URL)]);
  }
}

async function untilMigrated(): Promise<void> {
  while (!(await areMigrationsApplied().catch(() => false))) await pause(LOOK_FOR_MIGRATIONS_MS);
}

async function begin(): Promise<void> {
  const unusable = await findUnusableKeys();
  if (unusable.length > 0) throw new ConfigurationError(describeUnusableKeys(unusable));

  await warnOfExcess();
  await showFirstAdmin();
  if (env().METRICS_TOKEN) watchProcess();
  if (processPhase() === "stopping") return; // told to end while it waited

  if (engineKind() === "embedded") engine = await startEmbeddedEngine({ pool, client: inngest, functions });
  else void registerFunctions(() => processPhase() === "stopping");
  enterPhase("running");
  watchFunctions();
}

/** Looks each minute, outside the functions, whether they run. */
function watchFunctions(): void {
  const look = () =>
    tellFunctionsStopped(readChannels()).catch((err: Error) =>
      log.warn({ err }, "the heartbeat of the functions could not be read"),
    );
  setInterval(look, WATCH_INTERVAL_MS).unref();
}

/** An installation from before there were two roles goes on with one. */
async function warnOfExcess(): Promise<void> {
  const may = await excessOfRole(pool).catch(() => []);
  if (may.length > 0)
    log.warn(
      { may },
      "the database role of DATABASE_URL may do more than Tributary needs: give the owner's address to migrations as DATABASE_OWNER_URL and a role of its own to DATABASE_URL, see docs/operations.md#roles-of-the-database",
    );
}

/**
 * On the very first start. Written past the outputs, which hide such addresses: whoever reads the line later finds a
 * link that was used or has ended.
 */
async function showFirstAdmin(): Promise<void> {
  const admin = await ensureFirstAdmin();
  if (!admin) return;
  const { email, link } = admin;
  const msg = `First admin: ${email} can set a password, once, at ${link.url}`;
  try {
    writeSync(STDOUT, `${JSON.stringify({ level: LEVELS.info, time: new Date().toISOString(), msg })}\n`);
  } catch (err) {
    // Whoever read the output may have ended.
    const { code } = err as NodeJS.ErrnoException;
    console.error(
      `The first admin's link could not be written to the standard output (${code}). Make another one with the admin command reset-password --email ${email}.`,
    );
  }
}
