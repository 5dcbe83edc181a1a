import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { applyMigrations } from "./apply-migrations";
import { diffMigrationsAndSchema } from "./schema-engine";

const ownerUrl = process.env.DATABASE_OWNER_URL ?? "";

let owner: pg.Client;
let url: string;
let name: string;

beforeEach(async () => {
  owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  name = `migrating_${randomUUID().replaceAll("-", "")}`;
  await owner.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  const address = new URL(ownerUrl);
  address.pathname = `/${name}`;
  url = address.href;
});

afterEach(async () => {
  await owner.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await owner.end();
});

async function inDatabase<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const applied = async () =>
  (await inDatabase("SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL")).length;

/** Until one of the database's connections waits for a lock. */
async function untilOneWaits(): Promise<void> {
  const waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = $1 AND wait_event_type = 'Lock'";
  await expect.poll(async () => (await owner.query(waiting, [name])).rowCount).toBe(1);
}

/** Ends the connection that migrates after it was seen so many times. */
async function killAtSight(sights: number, isOver: () => boolean): Promise<boolean> {
  for (let seen = 0; !isOver(); ) {
    const { rows } = await owner.query<{ pid: number }>(
      "SELECT pid FROM pg_stat_activity WHERE datname = $1",
      [name],
    );
    if (!rows[0] || ++seen < sights) continue;
    await owner.query("SELECT pg_terminate_backend($1)", [rows[0].pid]);
    return true;
  }
  return false;
}

test("a database that is killed at any moment of its migrations has all of them after enough tries, each once", async () => {
  let kills = 0;
  for (let sights = 1; ; sights += 5) {
    let isOver = false;
    const killing = killAtSight(sights, () => isOver);
    const isDone = await applyMigrations(url).then(
      () => true,
      () => false,
    );
    isOver = true;
    if (await killing) kills++;
    if (isDone) break;
  }

  expect(kills).toBeGreaterThan(1);
  expect(await diffMigrationsAndSchema(url)).toBe("");
  const rows = await inDatabase("SELECT migration_name FROM _prisma_migrations");
  expect(new Set(rows.map(({ migration_name }) => migration_name)).size).toBe(rows.length);
});

test("a migration that another migrator left half done is applied by the next start", async () => {
  const names = await applyMigrations(url);
  const last = names.at(-1);
  await inDatabase(`UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '${names[0]}'`);
  await expect(applyMigrations(url)).rejects.toThrow(/already exists.*None of it was kept/);

  await inDatabase(`DROP SCHEMA public CASCADE; CREATE SCHEMA public`);
  await applyMigrations(url);
  await inDatabase(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('1', '', '20990101000000_failed')`,
  );
  expect(await applyMigrations(url)).toEqual([]);
  expect(last).toBeDefined();
});

test("several starts at once take turns", async () => {
  const starts = await Promise.all([applyMigrations(url), applyMigrations(url), applyMigrations(url)]);
  expect(starts.map((names) => names.length).filter((count) => count > 0)).toHaveLength(1);
  expect(await applyMigrations(url)).toEqual([]);
});

test("one that waits for another process that migrates says so, and goes on when that is done", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  const other = new pg.Client({ connectionString: url });
  await other.connect();
  await other.query("SELECT pg_advisory_lock(72707369)");

  const waiting = applyMigrations(url);
  await expect
    .poll(() => said.mock.calls.flat().join())
    .toContain("Another process is migrating this database");
  await other.end();
  await waiting;
  expect(said).toHaveBeenCalledTimes(1);
  said.mockRestore();
});

test("a migration that meets a lock gives way to others, and is applied when the lock is gone", async () => {
  const names = await applyMigrations(url);
  const forgotten = names.find((migration) => migration.endsWith("_open_slices"));
  await inDatabase(`DELETE FROM _prisma_migrations WHERE migration_name = '${forgotten}'`);
  await inDatabase("DROP TABLE open_slice");
  const holder = new pg.Client({ connectionString: url });
  await holder.connect();
  await holder.query("BEGIN; LOCK TABLE _prisma_migrations IN EXCLUSIVE MODE");

  const waiting = applyMigrations(url);
  await untilOneWaits();
  await holder.query("ROLLBACK");
  await holder.end();
  expect(await waiting).toEqual([forgotten]);
  expect(await applied()).toBe(names.length);
});

test("a migration that the running version deadlocks with is tried again", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "migrations-"));
  mkdirSync(path.join(folder, "1_locks"));
  writeFileSync(
    path.join(folder, "1_locks/migration.sql"),
    "ALTER TABLE first ADD COLUMN added int; ALTER TABLE second ADD COLUMN added int;",
  );
  await inDatabase("CREATE TABLE first (id int); CREATE TABLE second (id int)");
  const running = new pg.Client({ connectionString: url });
  await running.connect();
  try {
    // So that PostgreSQL ends the migration, which waits for less long, and not this.
    await running.query("SET deadlock_timeout = '1min'");
    await running.query("BEGIN; SELECT FROM second");
    const migrating = applyMigrations(url, folder);
    await untilOneWaits();
    await running.query("SELECT FROM first; COMMIT");
    expect(await migrating).toEqual(["1_locks"]);
  } finally {
    await running.end();
    rmSync(folder, { recursive: true });
  }
});

test("an index is built beside what goes on, and its migration can be repeated after it was killed", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "migrations-"));
  mkdirSync(path.join(folder, "1_table"));
  writeFileSync(path.join(folder, "1_table/migration.sql"), "CREATE TABLE thing (name text);");
  mkdirSync(path.join(folder, "2_index"));
  writeFileSync(
    path.join(folder, "2_index/migration.sql"),
    "DROP INDEX CONCURRENTLY IF EXISTS thing_name;\nCREATE INDEX CONCURRENTLY thing_name ON thing (name);\n",
  );
  try {
    expect(await applyMigrations(url, folder)).toEqual(["1_table", "2_index"]);
    await inDatabase("DELETE FROM _prisma_migrations WHERE migration_name = '2_index'");
    expect(await applyMigrations(url, folder)).toEqual(["2_index"]);
    expect(await inDatabase("SELECT indexname FROM pg_indexes WHERE tablename = 'thing'")).toEqual([
      { indexname: "thing_name" },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("an index that was left half built is built again, and several starts at once do not wait for each other forever", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "migrations-"));
  const write = (name: string, script: string) => {
    mkdirSync(path.join(folder, name));
    writeFileSync(path.join(folder, `${name}/migration.sql`), script);
  };
  write("1_table", "CREATE TABLE thing (name text); INSERT INTO thing VALUES ('a'), ('a');");
  try {
    await applyMigrations(url, folder);
    await inDatabase('CREATE UNIQUE INDEX CONCURRENTLY "thing_name" ON thing (name)').catch(() => {});
    write("2_index", 'CREATE INDEX CONCURRENTLY IF NOT EXISTS "thing_name" ON thing (name);');
    const starts = Array.from({ length: 4 }, () => applyMigrations(url, folder));
    expect((await Promise.all(starts)).flat()).toEqual(["2_index"]);
    expect(
      await inDatabase("SELECT indisvalid, indisunique FROM pg_index WHERE indrelid = 'thing'::regclass"),
    ).toEqual([{ indisvalid: true, indisunique: false }]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a migration that only speaks of CONCURRENTLY, or does so in a function, is one transaction", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "migrations-"));
  mkdirSync(path.join(folder, "1_spoken"));
  const script = [
    "-- Not CREATE INDEX CONCURRENTLY, because the table is new.",
    "CREATE TABLE thing (name text); -- CONCURRENTLY",
    "CREATE FUNCTION said() RETURNS text LANGUAGE sql AS $$ SELECT 'DROP INDEX CONCURRENTLY x' $$;",
    "SELECT 1 / 0;",
  ];
  writeFileSync(path.join(folder, "1_spoken/migration.sql"), script.join("\n"));
  try {
    await expect(applyMigrations(url, folder)).rejects.toThrow("None of it was kept");
    expect(await inDatabase("SELECT to_regclass('thing') AS oid")).toEqual([{ oid: null }]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
