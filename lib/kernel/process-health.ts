import { pool } from "@/lib/kernel/database";
import { type FunctionsState, readFunctionsState } from "@/lib/kernel/heartbeat";
import { areMigrationsApplied } from "@/lib/kernel/migrations";
import { type ProcessPhase, processPhase } from "@/lib/kernel/process-phase";

export interface Health {
  database: "up" | "down";
  /** Whether the database has what this version needs; unknown while it is down. */
  migrations: "applied" | "missing" | "unknown";
  process: ProcessPhase;
  /**
   * Whether the functions ran in the last two minutes, in this process or elsewhere; unknown while the database is down.
   * Not a reason to send requests elsewhere: every process would be out, and Braze and Heap refused.
   */
  functions: FunctionsState["state"] | "unknown";
  /** True when requests can be sent here. */
  isReady: boolean;
}

/** Whether this process can store incoming data now. Never throws. */
export async function checkHealth(): Promise<Health> {
  const [database, migrations, functions] = await Promise.all([
    pool.query("SELECT 1").then(
      () => "up" as const,
      () => "down" as const,
    ),
    areMigrationsApplied().then(
      (applied) => (applied ? ("applied" as const) : ("missing" as const)),
      () => "unknown" as const,
    ),
    readFunctionsState().then(
      ({ state }) => state,
      () => "unknown" as const,
    ),
  ]);
  const phase = processPhase();
  const isReady = database === "up" && migrations === "applied" && phase === "running";
  return { database, migrations, process: phase, functions, isReady };
}
