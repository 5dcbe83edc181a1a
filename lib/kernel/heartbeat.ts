import { pool } from "./database";

/** Each minute a function writes that it ran; silence for longer than this means that none runs. */
const STOPPED_AFTER_SECONDS = 120;

/** Whether the functions run, whichever engine runs them. */
export interface FunctionsState {
  state: "running" | "stopped";
  /**
   * For how many seconds they have been silent. Before this process started nobody may have been there to run them, so
   * that time does not count.
   */
  silentSeconds: number;
}

/** Says that the functions run. Only a function calls it: the row proves that the engine works from end to end. */
export async function noteHeartbeat(): Promise<void> {
  await pool.query("UPDATE functions_heartbeat SET last_run_at = now()");
}

/** Reads when the functions last ran. @throws when the database does not answer */
export async function readFunctionsState(): Promise<FunctionsState> {
  const { rows } = await pool.query<{ seconds: number }>(
    "SELECT extract(epoch FROM now() - last_run_at)::float8 AS seconds FROM functions_heartbeat",
  );
  return judgeFunctions(rows[0]?.seconds ?? 0, process.uptime());
}

/** Decides whether the functions run, from the time since their last heartbeat and since the start of this process. */
export function judgeFunctions(secondsSinceHeartbeat: number, uptimeSeconds: number): FunctionsState {
  const silentSeconds = Math.max(0, Math.min(secondsSinceHeartbeat, uptimeSeconds));
  return { state: silentSeconds > STOPPED_AFTER_SECONDS ? "stopped" : "running", silentSeconds };
}
