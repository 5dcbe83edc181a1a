import type { Pool, PoolClient } from "pg";
import type { EngineContext } from "./context";

/** First key of the advisory locks by which a process shows that its connection is alive; the second is its id. */
const PRESENCE_LOCKS = 7_261_002;

/**
 * A process whose connection hangs, as after a power cut, counts as dead after this silence, even if its lock
 * remains.
 */
const SILENCE_MAX_SECONDS = 30;

/** This process's heartbeat: its row in `engine_process`, and a lock that ends with its connection. */
export interface Presence {
  /** Says "alive" once; connects first if the connection was lost. */
  beat(workerId: string | null): Promise<void>;
  /** Releases what dead processes held: their runs and their jobs. Returns how many processes there were. */
  buryDead(): Promise<number>;
  /** Signs off. `isIdle` says that nothing of this process is running any more. */
  leave(isIdle: boolean): Promise<void>;
}

/** Gets an id in `engine_process` for this process; ids are never reused. */
export async function newProcessId(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ id: number }>("INSERT INTO engine_process DEFAULT VALUES RETURNING id");
  const [row] = rows;
  if (!row) throw new Error("The database gave no process ID.");
  return row.id;
}

/** Creates the presence of `ctx.processId`. It holds one connection of the pool until it leaves. */
export function createPresence(ctx: EngineContext): Presence {
  let client: PoolClient | null = null;

  function onLost(err: Error): void {
    if (client) drop(client, err);
  }

  function drop(broken: PoolClient, err?: Error): void {
    if (client !== broken) return;
    client = null;
    broken.off("error", onLost);
    broken.release(err);
  }

  async function connected(): Promise<PoolClient> {
    if (client) return client;
    client = await ctx.pool.connect();
    client.on("error", onLost);
    return client;
  }

  /** A failed query may mean a lost connection and so a lost lock: the next beat starts on a new connection. */
  async function withClient<T>(work: (connection: PoolClient) => Promise<T>): Promise<T> {
    const connection = await connected();
    try {
      return await work(connection);
    } catch (err) {
      drop(connection, err instanceof Error ? err : new Error(String(err)));
      throw err;
    }
  }

  return {
    beat: (workerId) =>
      withClient(async (connection) => {
        await connection.query(TAKE_LOCK, [PRESENCE_LOCKS, ctx.processId]);
        await connection.query(
          `INSERT INTO engine_process (id, worker_id) VALUES ($1, $2)
           ON CONFLICT (id) DO UPDATE SET heartbeat_at = now(), worker_id = excluded.worker_id`,
          [ctx.processId, workerId],
        );
      }),

    buryDead: () =>
      withClient(async (connection) => {
        const dead = await connection.query<{ worker_id: string | null }>(BURY, [
          ctx.processId,
          ctx.timing.deadAfterSeconds,
          SILENCE_MAX_SECONDS,
          PRESENCE_LOCKS,
        ]);
        const workerIds = dead.rows.flatMap(({ worker_id }) => (worker_id === null ? [] : [worker_id]));
        if (workerIds.length > 0) {
          await connection.query("SELECT graphile_worker.force_unlock_workers($1)", [workerIds]);
        }
        return dead.rows.length;
      }),

    async leave(isIdle) {
      const last = client;
      if (!last) return;

      try {
        // While a step still runs the row stays: others may take over the run only after the silence.
        if (isIdle) await last.query("DELETE FROM engine_process WHERE id = $1", [ctx.processId]);
        await last.query("SELECT pg_advisory_unlock($1, $2)", [PRESENCE_LOCKS, ctx.processId]);
        drop(last);
      } catch (err) {
        ctx.logger.warn({ err }, "The engine could not sign off; others will notice.");
        drop(last, err instanceof Error ? err : new Error(String(err)));
      }
    },
  };
}

/** Taken once per connection: PostgreSQL would count each further lock. */
const TAKE_LOCK = `
SELECT pg_try_advisory_lock($1, $2) WHERE NOT EXISTS (
  SELECT 1 FROM pg_locks
  WHERE locktype = 'advisory' AND classid = $1::oid AND objid = $2::oid AND objsubid = 2 AND pid = pg_backend_pid()
)`;

const BURY = `
DELETE FROM engine_process AS process
WHERE process.id <> $1 AND (
  process.heartbeat_at < now() - $3 * interval '1 second'
  OR process.heartbeat_at < now() - $2 * interval '1 second' AND NOT EXISTS (
    SELECT 1 FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND classid = $4::oid AND objid = process.id::oid AND objsubid = 2
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  )
)
RETURNING worker_id`;
