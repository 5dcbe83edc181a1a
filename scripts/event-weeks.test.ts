import { randomUUID } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { v7 as uuidv7 } from "uuid";
import { afterEach, beforeEach, expect, test } from "vitest";
import { applyMigrations } from "./apply-migrations";
import { diffMigrationsAndSchema } from "./schema-engine";

const ownerUrl = process.env.DATABASE_OWNER_URL ?? "";
const MIGRATIONS = path.resolve(import.meta.dirname, "../prisma/migrations");
/** From here on events are stored by week. */
const FIRST_OF_WEEKS = "20261206100000_event_weeks_bound";
const FILLED_EVENTS = 30_000;

let owner: pg.Client;
let name: string;
let url: string;
let before: string;

beforeEach(async () => {
  owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  name = `weeks_${randomUUID().replaceAll("-", "")}`;
  await owner.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  const address = new URL(ownerUrl);
  address.pathname = `/${name}`;
  url = address.href;
  before = mkdtempSync(path.join(tmpdir(), "migrations-"));
  for (const folder of readdirSync(MIGRATIONS))
    if (folder < FIRST_OF_WEEKS)
      cpSync(path.join(MIGRATIONS, folder), path.join(before, folder), { recursive: true });
});

afterEach(async () => {
  rmSync(before, { recursive: true });
  await owner.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await owner.end();
});

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

/** As a process of the version before records: with statements that it prepared before the migration. */
function writeLikeBefore(client: pg.Client, batchId: string, index: number): Promise<pg.QueryResult> {
  return client.query({
    name: "record",
    text: `INSERT INTO event (batch_id, index, customer_id, source_id, event_id, outcome)
           SELECT $1::uuid, $2::int, $3::uuid, $3::uuid, $4::text, CASE WHEN EXISTS (
             SELECT FROM event e WHERE e.source_id = $3::uuid AND e.event_id = $4::text AND e.outcome <> 'duplicate'
           ) THEN 'duplicate' ELSE 'forwarded' END::outcome
           ON CONFLICT (batch_id, index) DO NOTHING`,
    values: [batchId, index, SOURCE, `${batchId}/${index}`],
  });
}

const SOURCE = randomUUID();

test("a filled database is brought over while the version before goes on writing: no statement fails and no event is lost", async () => {
  await applyMigrations(url, before);
  const old = await connect();
  await old.query(
    `INSERT INTO event (batch_id, index, customer_id, source_id, event_id, outcome)
     SELECT $1::uuid, n, $2, $2, 'filled ' || n, 'forwarded' FROM generate_series(1, ${FILLED_EVENTS}) n`,
    [uuidv7({ msecs: Date.now() - 20 * 86_400_000 }), SOURCE],
  );

  let isOver = false;
  let written = 0;
  const writing = (async () => {
    while (!isOver) {
      const batchId = uuidv7();
      await writeLikeBefore(old, batchId, 0);
      await writeLikeBefore(old, batchId, 0);
      written++;
    }
  })();
  expect(await applyMigrations(url)).toContain(FIRST_OF_WEEKS);
  const whenMigrated = written;
  await expect.poll(() => written).toBeGreaterThan(whenMigrated + 50);
  isOver = true;
  await writing;

  const { rows } = await old.query(
    "SELECT count(*)::int AS events, count(DISTINCT tableoid)::int AS tables FROM event",
  );
  expect(rows).toEqual([{ events: FILLED_EVENTS + written, tables: 1 }]);
  const { rows: weeks } = await old.query(
    'SELECT name, ends_on > current_date + 21 AS "isAhead" FROM event_weeks() LIMIT 1',
  );
  expect(weeks).toEqual([{ name: expect.stringMatching(/^event_before_\d{8}$/), isAhead: true }]);
  const { rows: leftovers } = await old.query(
    "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid::regclass::text LIKE 'event\\_%' AND conname LIKE 'event\\_before%'",
  );
  expect(leftovers).toEqual([]);
  expect(await diffMigrationsAndSchema(url)).toBe("");

  // Further ahead than the first partition reaches, as when nobody makes weeks for long.
  await writeLikeBefore(old, uuidv7({ msecs: Date.now() + 60 * 86_400_000 }), 0);
  const { rows: places } = await old.query("SELECT count(DISTINCT tableoid)::int AS tables FROM event");
  expect(places).toEqual([{ tables: 2 }]);
  await old.end();
});

test("every week has the same indexes, each of them part of one of the whole table, and lets an event id in once", async () => {
  await applyMigrations(url);
  const client = await connect();
  const { rows } = await client.query<{ name: string; attached: number; own: string[] }>(
    `SELECT c.relname AS name, count(*) FILTER (WHERE x.relispartition)::int AS attached,
            array_agg(pg_get_indexdef(x.oid)) FILTER (WHERE NOT x.relispartition) AS own
     FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_index n ON n.indrelid = c.oid
     JOIN pg_class x ON x.oid = n.indexrelid
     WHERE i.inhparent = 'event'::regclass GROUP BY 1`,
  );
  const { rows: whole } = await client.query("SELECT FROM pg_index WHERE indrelid = 'event'::regclass");
  expect(rows.length).toBeGreaterThan(4);
  for (const { name: week, attached, own } of rows) {
    expect(attached, week).toBe(whole.length);
    expect(own, week).toEqual([expect.stringMatching(/UNIQUE.*\(source_id, event_id\) WHERE/)]);
  }
  await client.end();
});
