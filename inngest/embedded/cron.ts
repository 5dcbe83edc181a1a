import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { inTransactionOf, type Queryable } from "@/lib/kernel/database";
import { createRun } from "./create-run";
import { nextCronTime } from "./cron-time";
import { addKeyedJob, JOB, URGENT } from "./jobs";
import type { EngineFunction } from "./subset";

/** The event a run started by a cron trigger receives (SDK `ScheduledTimerEventPayload`). */
const TIMER_EVENT = "inngest/scheduled.timer";

/** Makes sure that each cron trigger has its row with the next time, and its job. Existing rows are kept. */
export async function scheduleCrons(pool: Pool, functions: readonly EngineFunction[]): Promise<void> {
  for (const { id, crons } of functions) {
    for (const cron of crons) {
      await inTransactionOf(pool, async (client) => {
        const key = cronKey(id, cron);
        await client.query(
          "INSERT INTO engine_cron (key, next_at) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING",
          [key, nextCronTime(cron, new Date())],
        );
        await addCronJob(client, key);
      });
    }
  }
}

/**
 * Starts the run of a due cron trigger and moves the trigger to its next time from now. However long nothing ran,
 * there is one run to catch up. If two processes try, the second finds that the time has moved.
 */
export async function fireCron(pool: Pool, functions: readonly EngineFunction[], key: string): Promise<void> {
  const fn = functions.find(({ id, crons }) => crons.some((cron) => cronKey(id, cron) === key));
  const cron = fn?.crons.find((candidate) => cronKey(fn.id, candidate) === key);

  await inTransactionOf(pool, async (client) => {
    if (!fn || !cron) {
      // The trigger is gone from the code. A process that still has it creates the row again when it starts.
      await client.query("DELETE FROM engine_cron WHERE key = $1", [key]);
      return;
    }

    const { rows } = await client.query<{ is_due: boolean; now: Date; seq: string }>(
      `SELECT next_at <= now() AS is_due, now() AS now, nextval(pg_get_serial_sequence('engine_event', 'seq')) AS seq
       FROM engine_cron WHERE key = $1 FOR UPDATE`,
      [key],
    );
    const [row] = rows;
    if (!row) return;

    if (row.is_due) {
      const event = { id: randomUUID(), name: TIMER_EVENT, data: { cron }, ts: row.now.getTime() };
      const next = nextCronTime(cron, row.now);
      await client.query("UPDATE engine_cron SET next_at = $2 WHERE key = $1", [key, next]);
      await createRun(client, fn, event, row.seq);
    }
    await addCronJob(client, key);
  });
}

function cronKey(functionId: string, cron: string): string {
  return `${functionId} ${cron}`;
}

async function addCronJob(client: Queryable, key: string): Promise<void> {
  await client.query(
    `SELECT ${addKeyedJob(
      JOB.cron,
      `json_build_object('key', key),
       run_at => next_at, job_key => '${JOB.cron}:' || key, priority => ${URGENT}`,
    )} FROM engine_cron WHERE key = $1`,
    [key],
  );
}
