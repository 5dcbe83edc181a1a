import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type pg from "pg";
import { databaseClient } from "./database-client";

const FOLDER = path.resolve(import.meta.dirname, "../prisma/migrations");

/** The advisory lock under which Prisma migrates too, so that older versions and we never migrate at the same time. */
const PRISMA_LOCK = 72_707_369;

/**
 * A migration never waits longer for a lock: whatever waits behind it would wait as long. It gives up, lets the others
 * pass and tries again.
 */
const LOCK_TIMEOUT_SECONDS = 3;
const MAX_LOCK_ATTEMPTS = 20;
const MAX_PAUSE_SECONDS = 5;

/** What PostgreSQL refuses to do in a transaction: a statement that begins so. Comments and functions may use the word. */
const OUTSIDE_TRANSACTION =
  /^(CREATE\s+(UNIQUE\s+)?INDEX|DROP\s+INDEX|REINDEX\s+(\([^)]*\)\s*)?\w+|ALTER\s+TABLE\s+\S+\s+DETACH\s+PARTITION\s+\S+)\s+CONCURRENTLY\b/i;

/**
 * PostgreSQL's codes `lock_not_available` and `deadlock_detected`: the version that runs takes locks of rows in its own order
 * and a migration locks whole tables in the order of its changes, so either may be the one that PostgreSQL ends.
 */
export const IN_THE_WAY = new Set(["55P03", "40P01"]);

const TURN_PAUSE_MS = 200;
/** Two processes that start together need not say that one waits for the other. */
const ATTEMPTS_IN_SILENCE = 10;

interface Migration {
  name: string;
  script: string;
}

/**
 * Applies the migrations that a database lacks, oldest first. Each is one transaction together with its row in
 * Prisma's table, so that one which fails, meets a lock or is killed has not happened and is tried again by the next
 * call. A script with CONCURRENTLY is run statement by statement instead, so it must be one that can be repeated.
 * Processes that migrate the same database take turns.
 * @returns the names of the migrations it lacked
 * @throws Error with PostgreSQL's message, and what to do, when one fails
 */
export async function applyMigrations(databaseUrl: string, folder = FOLDER): Promise<string[]> {
  const client = databaseClient(databaseUrl);
  await client.connect();
  try {
    await takeTurn(client);
    const known = await readApplied(client);
    const missing = (await readMigrations(folder)).filter(({ name }) => !known.has(name));
    if (missing.length === 0) return [];

    await client.query(TABLE);
    // Prisma marks a migration before it runs it: one that failed or was killed blocks Prisma, and had no effect.
    await client.query(
      "UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL",
    );
    for (const migration of missing) await applyWhenFree(client, migration);
    return missing.map(({ name }) => name);
  } finally {
    await client.end().catch(() => {}); // it may be what failed
  }
}

/**
 * Waits until no other process migrates. In steps: a statement that waits for the lock would itself be waited for by an
 * index that the other one builds beside what goes on, and neither would ever end.
 */
async function takeTurn(client: pg.Client): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const { rows } = await client.query<{ isMine: boolean }>('SELECT pg_try_advisory_lock($1) AS "isMine"', [
      PRISMA_LOCK,
    ]);
    if (rows[0]?.isMine) return;
    if (attempt === ATTEMPTS_IN_SILENCE)
      console.error("Another process is migrating this database. Waiting until it is done.");
    await new Promise((resolve) => setTimeout(resolve, TURN_PAUSE_MS));
  }
}

/** The names of the migrations that a database has. Needs only the right to read. */
async function readApplied(client: pg.Client): Promise<Set<string>> {
  const table = await client.query("SELECT to_regclass('_prisma_migrations') AS oid");
  if (table.rows[0]?.oid === null) return new Set();
  const { rows } = await client.query<{ name: string }>(
    "SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
  );
  return new Set(rows.map(({ name }) => name));
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => ({
      name,
      script: await readFile(path.join(folder, name, "migration.sql"), "utf8"),
    })),
  );
}

/** Applies one migration, again and again while others hold the locks it needs or wait for those it has. */
async function applyWhenFree(client: pg.Client, migration: Migration): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await apply(client, migration);
    } catch (err) {
      const { code, message } = err as pg.DatabaseError;
      if (!code || !IN_THE_WAY.has(code)) throw failed(migration, message, "None of it was kept.");
      if (attempt === MAX_LOCK_ATTEMPTS) {
        const next =
          "Something else uses these tables, such as a dump or a long query. Run it again when that is over.";
        throw failed(migration, message, next);
      }
      await new Promise((resolve) => setTimeout(resolve, Math.min(attempt, MAX_PAUSE_SECONDS) * 1_000));
    }
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  const { script } = migration;
  const startedAt = new Date();
  const statements = statementsOf(script);
  if (statements.some((statement) => OUTSIDE_TRANSACTION.test(statement))) {
    await client.query(`SET lock_timeout = 0`); // waits without making others wait
    await dropHalfBuilt(client, script);
    for (const statement of statements) await client.query(statement);
    return await mark(client, migration, startedAt);
  }

  await client.query("BEGIN");
  try {
    await client.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT_SECONDS}s'`);
    await client.query(script);
    await mark(client, migration, startedAt);
    await client.query("COMMIT");
  } catch (err) {
    await client.query("ROLLBACK").catch(() => {}); // the connection may be lost, and the transaction with it
    throw err;
  }
}

/** Drops the indexes of a script that a process which was killed left half built: `IF NOT EXISTS` would keep them. */
async function dropHalfBuilt(client: pg.Client, script: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE NOT i.indisvalid AND c.relnamespace = current_schema()::regnamespace`,
  );
  for (const { name } of rows) {
    const isOfScript = script.includes(client.escapeIdentifier(name));
    if (isOfScript) await client.query(`DROP INDEX CONCURRENTLY ${client.escapeIdentifier(name)}`);
  }
}

/** The statements of a script, without comments on lines of their own. A function's body may be cut into parts as well. */
function statementsOf(script: string): string[] {
  return script
    .replace(/^\s*--.*$/gm, "")
    .split(/;\s*$/m)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

async function mark(client: pg.Client, { name, script }: Migration, startedAt: Date): Promise<void> {
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, $4, now(), 1)`,
    [randomUUID(), createHash("sha256").update(script).digest("hex"), name, startedAt],
  );
}

function failed({ name }: Migration, words: string, next: string): Error {
  return new Error(`The migration ${name} failed: ${words}. ${next}`);
}

/** Prisma's own table, as `prisma migrate` makes it: both can go on from the other. */
const TABLE = `
CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY NOT NULL,
  checksum varchar(64) NOT NULL,
  finished_at timestamptz,
  migration_name varchar(255) NOT NULL,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0
)`;
