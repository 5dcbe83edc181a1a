import { readChannels } from "@/lib/insight/notices/notice-channels";
import { tellFunctionsStopped } from "@/lib/insight/notices/tell-functions-stopped";
import { pool } from "@/lib/kernel/database";
import { excessOfRole } from "@/lib/kernel/database-role";
import { engineKind, env } from "@/lib/kernel/env";
import { log } from "@/lib/kernel/log";
import { watchProcess } from "@/lib/kernel/metrics/registry";
import { enterPhase, processPhase } from "@/lib/kernel/process-phase";
import { startTracing } from "@/lib/kernel/tracing/start-tracing";
import { ensureFirstAdmin } from "@/lib/team/users/ensure-first-admin";
import { inngest } from "./client";
import { startEmbeddedEngine } from "./embedded/engine";
import { functions } from "./functions";
import { findHttpServer } from "./http-server";
import { registerFunctions } from "./serve";
import { stopOnSignal } from "./stop";

const WATCH_INTERVAL_MS = 60_000;

/**
 * Checks the configuration and starts the embedded engine or, where Inngest is in use, registers the functions there. Ends the process with one message when
 * the configuration is wrong or the database cannot be reached: a server without them would lose data.
 */
export async function startTributary(): Promise<void> {
  try {
    const { METRICS_TOKEN, SHUTDOWN_DELAY_SECONDS } = env();
    await pool.query("SELECT 1");
    await warnOfExcess();
    await showFirstAdmin();
    if (METRICS_TOKEN) watchProcess();
    const stopTracing = await startTracing();
    findHttpServer();

    const engine =
      engineKind() === "embedded" ? await startEmbeddedEngine({ pool, client: inngest, functions }) : null;
    if (!engine) void registerFunctions(() => processPhase() === "stopping");
    enterPhase("running");
    watchFunctions();
    stopOnSignal({
      delaySeconds: SHUTDOWN_DELAY_SECONDS,
      stopEngine: async () => engine?.stop(),
      stopTracing,
    });
  } catch (err) {
    log.flush();
    console.error((err as Error).message);
    process.exit(1);
  }
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
  // The database may not be migrated yet, which /api/health says.
  const may = await excessOfRole(pool).catch(() => []);
  if (may.length > 0)
    log.warn(
      { may },
      "the database role of DATABASE_URL may do more than Tributary needs: give the owner's address to migrations as DATABASE_OWNER_URL and a role of its own to DATABASE_URL, see docs/operations.md#roles-of-the-database",
    );
}

/** On the very first start: the only time this password is shown. Not through the log, which hides passwords. */
async function showFirstAdmin(): Promise<void> {
  const admin = await ensureFirstAdmin();
  if (admin) process.stdout.write(`First admin, shown only now:  ${admin.email}  ${admin.password}\n`);
}
