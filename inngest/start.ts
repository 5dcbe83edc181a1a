import { pool } from "@/lib/kernel/database";
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

/**
 * Checks the configuration and starts the embedded engine or, where Inngest is in use, registers the functions there. Ends the process with one message when
 * the configuration is wrong or the database cannot be reached: a server without them would lose data.
 */
export async function startTributary(): Promise<void> {
  try {
    const { METRICS_TOKEN, SHUTDOWN_DELAY_SECONDS } = env();
    await pool.query("SELECT 1");
    await showFirstAdmin();
    if (METRICS_TOKEN) watchProcess();
    const stopTracing = await startTracing();
    findHttpServer();

    const engine =
      engineKind() === "embedded" ? await startEmbeddedEngine({ pool, client: inngest, functions }) : null;
    if (!engine) void registerFunctions(() => processPhase() === "stopping");
    enterPhase("running");
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

/** On the very first start: the only time this password is shown. Not through the log, which hides passwords. */
async function showFirstAdmin(): Promise<void> {
  const admin = await ensureFirstAdmin();
  if (admin) process.stdout.write(`First admin, shown only now:  ${admin.email}  ${admin.password}\n`);
}
