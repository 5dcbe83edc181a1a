import type pg from "pg";
import { pool } from "@/lib/kernel/database";

/** Segments whose lock this process holds or is requesting. */
const busy = new Set<string>();

/** The one connection that holds all locks of this process, taken from the pool while there are any. */
let session: Promise<pg.PoolClient> | null = null;

/** The end of the statements sent on that connection so far: it takes one at a time. */
let lastStatement: Promise<unknown> = Promise.resolve();

export interface SegmentTurn {
  /** False once the connection that holds the lock broke: another process may have the lock now. */
  isHeld(): boolean;
}

/**
 * Runs `work` while nothing else, in this process or another, works on the same segment. The lock is PostgreSQL's own
 * and belongs to a connection: it ends with the process, however that ends. Needs real sessions, not a pooler that
 * assigns connections per transaction.
 * @returns null, without doing anything, when the segment is taken
 */
export async function withSegmentTurn<T>(
  segmentId: string,
  work: (lock: SegmentTurn) => Promise<T>,
): Promise<T | null> {
  if (busy.has(segmentId)) return null;
  busy.add(segmentId);

  try {
    session ??= openSession();
    const mine = session;
    const client = await mine;
    if (!(await tryLock(client, segmentId))) return null;

    try {
      return await work({ isHeld: () => session === mine });
    } finally {
      if (session === mine) await unlock(client, segmentId);
    }
  } finally {
    busy.delete(segmentId);
    if (busy.size === 0) await closeSession();
  }
}

async function tryLock(client: pg.PoolClient, segmentId: string): Promise<boolean> {
  const text = "SELECT pg_try_advisory_lock(hashtextextended('sync ' || $1, 0)) AS locked";
  const { rows } = await inTurn(() => client.query<{ locked: boolean }>(text, [segmentId]));
  return rows[0]?.locked ?? false;
}

/** A lock that cannot be released is given up together with its connection. */
async function unlock(client: pg.PoolClient, segmentId: string): Promise<void> {
  const text = "SELECT pg_advisory_unlock(hashtextextended('sync ' || $1, 0))";
  await inTurn(() => client.query(text, [segmentId])).catch(loseSession);
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
