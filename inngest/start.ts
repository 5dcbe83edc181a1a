import { pool } from "@/lib/db";
import { engineKind, env } from "@/lib/env";
import { log } from "@/lib/log";
import { ensureFirstAdmin } from "@/lib/users/ensure-first-admin";
import { inngest } from "./client";
import { startEmbeddedEngine } from "./embedded/engine";
import { functions } from "./functions";

/**
 * Checks the configuration and starts the embedded engine, if it is the one in use. Ends the process with one message
 * when the configuration is wrong or the database cannot be reached: a server without either would lose data.
 */
export async function startTributary(): Promise<void> {
  try {
    env();
    await pool.query("SELECT 1");
    await showFirstAdmin();
    if (engineKind() === "inngest") return;

    const engine = await startEmbeddedEngine({ pool, client: inngest, functions });
    stopOnSignal(() => engine.stop());
  } catch (err) {
    log.flush();
    console.error((err as Error).message);
    process.exit(1);
  }
}

/** On the very first start: the one time this password is shown, on the terminal and in no log. */
async function showFirstAdmin(): Promise<void> {
  const admin = await ensureFirstAdmin();
  if (admin) process.stdout.write(`\nFirst admin, shown only now:  ${admin.email}  ${admin.password}\n\n`);
}

/** Next ends the server on these signals; the engine first lets its steps finish, so that none has to run twice. */
function stopOnSignal(stop: () => Promise<void>): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      void stop().finally(() => process.exit(0));
    });
  }
}
