import type { Pool } from "pg";
import { inTransactionOf } from "@/lib/kernel/database";
import { createRun } from "./create-run";
import { debounceEvent } from "./debounce";
import type { EngineEvent } from "./events";
import type { EngineFunction } from "./subset";

/**
 * Starts the runs of each stored event, one transaction per event. An event that has already been dispatched is left
 * alone.
 */
export async function dispatchEvents(
  pool: Pool,
  functions: readonly EngineFunction[],
  ids: readonly string[],
): Promise<{ debouncedUntilMs: number[] }> {
  const debouncedUntilMs: number[] = [];

  for (const id of ids) {
    await inTransactionOf(pool, async (client) => {
      const { rows } = await client.query<{ seq: string; payload: EngineEvent }>(
        "UPDATE engine_event SET dispatched_at = now() WHERE id = $1 AND dispatched_at IS NULL RETURNING seq, payload",
        [id],
      );
      const [row] = rows;
      if (!row) return;

      // Everyone locks debounces before concurrency keys, each in the order of function ids, so there are no
      // deadlocks.
      const triggered = triggeredBy(functions, row.payload);
      for (const fn of triggered) {
        if (fn.debounce) debouncedUntilMs.push(await debounceEvent(client, fn, row.payload, row.seq));
      }
      for (const fn of triggered) {
        if (!fn.debounce) await createRun(client, fn, row.payload, row.seq);
      }
    });
  }

  return { debouncedUntilMs };
}

/** The functions that `event` starts, by id. A failure handler starts only for failures of its own function. */
function triggeredBy(functions: readonly EngineFunction[], event: EngineEvent): EngineFunction[] {
  return functions
    .filter((fn) => fn.events.includes(event.name))
    .filter((fn) => fn.failureOf === null || fn.failureOf === event.data.function_id)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
