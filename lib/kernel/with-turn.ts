import type pg from "pg";
import { coalesce } from "@/lib/kernel/coalesce";
import { pool } from "@/lib/kernel/database";
import { log } from "@/lib/kernel/log";

/** How often whoever has a turn says that it is alive. */
const BEAT_MS = 5_000;

/** For this long after its last sign of life was answered, a process may act on its turns. */
const HELD_FOR_MS = 30_000;

/**
 * After this long without a sign of life a turn is taken away: its process is frozen, or its machine is gone and
 * PostgreSQL was not told. Longer than `HELD_FOR_MS`, so that it has stopped acting before another begins.
 */
const SILENT_SECONDS = 45;

/** Turns taken or given back in one statement. Our choice. */
const MOST_TOGETHER = 100;

/** A turn that is taken leads to a look at its holder at most this often. */
const LOOK_MS = 5_000;

/** What this process has the turn of, or is requesting it for. */
const busy = new Set<string>();

/** The one connection that holds all turns of this process, taken from the pool while there are any. */
interface Session {
  client: pg.PoolClient;
  /** When the last statement that was answered was sent, by `performance.now()`. */
  aliveMs: number;
  /** Gives the connection back to the pool, or up if it broke. */
  end(err?: Error): void;
}

let session: Promise<Session> | null = null;

/** The end of the statements sent on that connection so far: it takes one at a time. */
let lastStatement: Promise<unknown> = Promise.resolve();

let lookedMs = Number.NEGATIVE_INFINITY;

export interface Turn {
  /** False once another process may have the turn: its connection broke, or was silent for too long. */
  isHeld(): boolean;
}

/**
 * Runs `work` while nothing else, in this process or another, has the turn of that name. The lock is PostgreSQL's own
 * and belongs to a connection: it ends with the process, however that ends, and is taken away from one that is frozen.
 * Needs real sessions, not a pooler that assigns connections per transaction.
 * @param name such as `sync <segment id>` or `forward <Heap app>`
 * @returns null, without doing anything, when the turn is taken
 */
export async function withTurn<T>(name: string, work: (turn: Turn) => Promise<T>): Promise<T | null> {
  if (busy.has(name)) return null;
  busy.add(name);

  try {
    session ??= openSession();
    const mine = session;
    const held = await mine;
    if (!(await takeLock({ held, name }))) {
      await lookAtHolder(name);
      return null;
    }

    const isHeld = () => session === mine && performance.now() - held.aliveMs < HELD_FOR_MS;
    try {
      return await work({ isHeld });
    } finally {
      if (session === mine) await giveBack({ held, name }).catch(() => {});
    }
  } finally {
    busy.delete(name);
    if (busy.size === 0) await closeSession();
  }
}

/**
 * Ends the connection that has the turn of that name if it was silent for this many seconds, and with it all turns of
 * its process.
 * @returns whether there was one
 */
export async function endSilentHolder(name: string, silentSeconds = SILENT_SECONDS): Promise<boolean> {
  const { rowCount } = await pool.query(
    `SELECT pg_terminate_backend(a.pid)
     FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
     WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND (l.classid::bigint << 32) | l.objid::bigint = hashtextextended($1, 0)
       AND a.state = 'idle' AND a.state_change < now() - make_interval(secs => $2)`,
    [name, silentSeconds],
  );
  return (rowCount ?? 0) > 0;
}

async function lookAtHolder(name: string): Promise<void> {
  if (performance.now() - lookedMs < LOOK_MS) return;
  lookedMs = performance.now();
  if (await endSilentHolder(name))
    log.warn({ turn: name }, "a process gave no sign of life: its turns were taken away");
}

/** A name to lock or to unlock on the connection that holds the turns. */
interface Lock {
  held: Session;
  name: string;
}

interface LockRow {
  /** @neverNull it is one of those that were asked for */
  name: string;
  /** @neverNull locking answers with true or false */
  done: boolean;
}

const takeLock = coalesce(
  (locks: readonly Lock[]) =>
    inSessions(
      locks,
      "take-turns",
      "SELECT name, pg_try_advisory_lock(hashtextextended(name, 0)) AS done FROM unnest($1::text[]) AS asked (name)",
    ),
  { most: MOST_TOGETHER },
);

const giveBack = coalesce(
  (locks: readonly Lock[]) =>
    inSessions(
      locks,
      "give-turns-back",
      "SELECT name, pg_advisory_unlock(hashtextextended(name, 0)) AS done FROM unnest($1::text[]) AS asked (name)",
    ),
  { most: MOST_TOGETHER },
);

/** Runs a statement for the names of each connection. After one that failed nobody knows what it holds, so it is given up. */
async function inSessions(locks: readonly Lock[], name: string, text: string): Promise<boolean[]> {
  const done = new Set<string>();
  for (const held of new Set(locks.map((lock) => lock.held))) {
    const names = locks.filter((lock) => lock.held === held).map(({ name }) => name);
    const statement = () => held.client.query<LockRow>({ name, text, values: [names] });
    const { rows } = await inOrder(held, statement).catch((err: Error) => {
      held.end(err);
      throw err;
    });
    for (const row of rows) if (row.done) done.add(row.name);
  }
  return locks.map(({ name }) => done.has(name));
}

/** Runs a statement on the connection that holds the turns, after those sent before it. An answer is a sign of life. */
function inOrder<Result>(held: Session, statement: () => Promise<Result>): Promise<Result> {
  const asked = lastStatement.then(async () => {
    const sentMs = performance.now();
    const answer = await statement();
    held.aliveMs = sentMs;
    return answer;
  });
  lastStatement = asked.catch(() => {});
  return asked;
}

async function openSession(): Promise<Session> {
  try {
    const client = await pool.connect();
    const mine = session;
    const beats = setInterval(() => inOrder(opened, () => client.query("SELECT")).catch(end), BEAT_MS);
    const opened: Session = { client, aliveMs: performance.now(), end };
    client.on("error", end);
    return opened;

    function end(err?: Error): void {
      if (session === mine) session = null;
      if (!client.listeners("error").includes(end)) return;
      clearInterval(beats);
      client.off("error", end);
      client.release(err);
    }
  } catch (err) {
    session = null;
    throw err;
  }
}

async function closeSession(): Promise<void> {
  const closing = session;
  session = null;
  const closed = await closing;
  await lastStatement;
  closed?.end();
}
