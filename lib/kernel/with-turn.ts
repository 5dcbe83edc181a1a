import type pg from "pg";
import { pool } from "@/lib/kernel/database";

/** What this process has the turn of, or is requesting it for. */
const busy = new Set<string>();

/** The one connection that holds all locks of this process, taken from the pool while there are any. */
let session: Promise<pg.PoolClient> | null = null;

/** The end of the statements sent on that connection so far: it takes one at a time. */
let lastStatement: Promise<unknown> = Promise.resolve();

export interface Turn {
  /** False once the connection that holds the lock broke: another process may have the lock now. */
  isHeld(): boolean;
}

/**
 * Runs `work` while nothing else, in this process or another, has the turn of that name. The lock is PostgreSQL's own
 * and belongs to a connection: it ends with the process, however that ends. Needs real sessions, not a pooler that
 * assigns connections per transaction.
 * @param name such as `sync <segment id>` or `forward <Heap app>`
 * @returns null, without doing anything, when the turn is taken
 */
export async function withTurn<T>(name: string, work: (turn: Turn) => Promise<T>): Promise<T | null> {
  if (busy.has(name)) return null;
  busy.add(name);

  try {
    session ??= openSession();
    const mine = session;
    const client = await mine;
    if (!(await tryLock(client, name))) return null;

    try {
      return await work({ isHeld: () => session === mine });
    } finally {
      if (session === mine) await unlock(client, name);
    }
  } finally {
    busy.delete(name);
    if (busy.size === 0) await closeSession();
  }
}

async function tryLock(client: pg.PoolClient, name: string): Promise<boolean> {
  const text = "SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked";
  const { rows } = await inTurn(() => client.query<{ locked: boolean }>(text, [name]));
  return rows[0]?.locked ?? false;
}

/** A lock that cannot be released is given up together with its connection. */
async function unlock(client: pg.PoolClient, name: string): Promise<void> {
  const text = "SELECT pg_advisory_unlock(hashtextextended($1, 0))";
  await inTurn(() => client.query(text, [name])).catch(loseSession);
}

function inTurn<Result>(statement: () => Promise<Result>): Promise<Result> {
  const asked = lastStatement.then(statement);
  lastStatement = asked.catch(() => {});
  return asked;
}

async function openSession(): Promise<pg.PoolClient> {
  try {
    const client = await pool.connect();
    client.on("error", loseSession);
    return client;
  } catch (err) {
    session = null;
    throw err;
  }
}

function loseSession(err: Error): void {
  const lost = session;
  session = null;
  void lost?.then((client) => release(client, err));
}

async function closeSession(): Promise<void> {
  const closing = session;
  session = null;
  if (closing) release(await closing);
}

function release(client: pg.PoolClient, err?: Error): void {
  client.off("error", loseSession);
  client.release(err);
}
