import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { asOwner } from "@/tools/testing/owner";
import { prepareDatabase } from "./prepare-database";
import { grantRuntimeRole } from "./runtime-role";

const addresses = {
  ownerUrl: process.env.DATABASE_OWNER_URL ?? "",
  runtimeUrl: process.env.DATABASE_URL ?? "",
};
const app = new pg.Client({ connectionString: addresses.runtimeUrl });
const OWN_SCHEMAS = "nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'";

beforeAll(async () => {
  // A copy of the template lacks what is granted on the database itself.
  await prepareDatabase(addresses);
  await app.connect();
});
afterAll(() => app.end());

const listed = async (statement: string) => (await app.query(statement)).rows.map((row) => row.name);

test("the role has no attribute, owns nothing and is a member of no role", async () => {
  const { rows } = await app.query(
    `SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls, rolinherit FROM pg_roles
     WHERE rolname = current_user`,
  );
  expect([...new Set(Object.values(rows[0]))]).toEqual([false]);
  expect(
    await listed(
      "SELECT rolname AS name FROM pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER') AND rolname <> current_user",
    ),
  ).toEqual([]);
  for (const catalogue of [
    "SELECT relname AS name FROM pg_class WHERE relowner = current_user::regrole",
    "SELECT proname AS name FROM pg_proc WHERE proowner = current_user::regrole",
    "SELECT typname AS name FROM pg_type WHERE typowner = current_user::regrole",
    "SELECT nspname AS name FROM pg_namespace WHERE nspowner = current_user::regrole",
    "SELECT datname AS name FROM pg_database WHERE datdba = current_user::regrole",
  ])
    expect(await listed(catalogue), catalogue).toEqual([]);
});

test("it can make nothing, in no schema and not in the database", async () => {
  expect(
    await listed("SELECT nspname AS name FROM pg_namespace WHERE has_schema_privilege(oid, 'CREATE')"),
  ).toEqual([]);
  const { rows } = await app.query(
    "SELECT has_database_privilege(current_database(), 'CREATE, TEMPORARY') AS may",
  );
  expect(rows).toEqual([{ may: false }]);
});

test("of every table it may read and write rows and nothing else; of audit entries it may read and add them", async () => {
  const privileges = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"];
  const { rows } = await app.query(
    `SELECT n.nspname || '.' || c.relname AS name,
            (SELECT string_agg(p, ' ' ORDER BY i) FROM unnest($1::text[]) WITH ORDINALITY AS known (p, i)
             WHERE has_table_privilege(c.oid, p)) AS may
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND ${OWN_SCHEMAS}`,
    [privileges],
  );
  const mayOf = new Map(rows.map(({ name, may }) => [name, may]));
  expect(mayOf.size).toBeGreaterThan(40);
  expect(mayOf.get("public.audit_entry")).toBe("SELECT INSERT");
  for (const readOnly of ["public._prisma_migrations", "graphile_worker.migrations"])
    expect(mayOf.get(readOnly), readOnly).toBe("SELECT");
  for (const [name, may] of mayOf)
    expect(["SELECT INSERT UPDATE DELETE", "SELECT INSERT", "SELECT"], name).toContain(may);
  const lesser = [...mayOf].filter(([, may]) => may !== "SELECT INSERT UPDATE DELETE");
  expect(lesser).toHaveLength(3);
});

test.each([
  ["a table", "CREATE TABLE intruder (id int)"],
  ["a temporary table", "CREATE TEMPORARY TABLE intruder (id int)"],
  ["a schema", "CREATE SCHEMA intruder"],
  ["a function", "CREATE FUNCTION intruder() RETURNS int LANGUAGE sql AS 'SELECT 1'"],
  ["a database", "CREATE DATABASE intruder"],
  ["a role", "CREATE ROLE intruder"],
  ["a column", "ALTER TABLE customer ADD COLUMN intruder int"],
  ["an index", "CREATE INDEX intruder ON customer (id)"],
  ["a trigger less", "ALTER TABLE audit_entry DISABLE TRIGGER ALL"],
  ["no triggers at all", "SET session_replication_role = replica"],
  ["a table less", "DROP TABLE audit_entry"],
  ["an emptied table", "TRUNCATE engine_run"],
  ["the owner's role", "SET ROLE tributary"],
  ["the owner's session", "SET SESSION AUTHORIZATION tributary"],
  ["membership in the owner", "GRANT tributary TO CURRENT_USER"],
  ["attributes", "ALTER ROLE CURRENT_USER CREATEROLE"],
  ["files of the server", "COPY customer TO '/tmp/intruder'"],
  ["programs of the server", "COPY customer TO PROGRAM 'cat'"],
  ["a changed migration", "UPDATE _prisma_migrations SET checksum = ''"],
])("it gets no %s", async (_what, statement) => {
  await expect(app.query(statement)).rejects.toMatchObject({
    code: expect.stringMatching(/^(42501|0LP01)$/),
  });
});

test("it cannot give itself what it lacks", async () => {
  await app.query("GRANT UPDATE ON audit_entry TO CURRENT_USER"); // PostgreSQL only warns
  const { rows } = await app.query(
    "SELECT has_table_privilege('audit_entry', 'UPDATE, DELETE, TRUNCATE') AS may",
  );
  expect(rows).toEqual([{ may: false }]);
});

test("it sees the rows of graphile-worker, which have row-level security", async () => {
  await app.query("SELECT graphile_worker.add_job('nothing')");
  const { rows } = await app.query("SELECT FROM graphile_worker._private_jobs");
  expect(rows).toHaveLength(1);
});

test("a repeat waits for nobody who uses the job queue", async () => {
  await prepareDatabase(addresses);
  await app.query("BEGIN; SELECT graphile_worker.add_job('nothing')");
  await prepareDatabase(addresses);
  await app.query("COMMIT");
});

test("a policy of the job queue that was changed is put right", async () => {
  await asOwner("ALTER POLICY tributary_runtime ON graphile_worker._private_jobs USING (false)");
  await prepareDatabase(addresses);
  const { rowCount } = await app.query("SELECT FROM graphile_worker._private_jobs");
  expect(rowCount).toBeGreaterThan(0);
});

test("a new table and its sequence get their grants with the next migration, a second time too", async () => {
  await asOwner("CREATE TABLE added (id serial PRIMARY KEY)");
  await prepareDatabase(addresses);
  await prepareDatabase(addresses);
  await app.query("INSERT INTO added DEFAULT VALUES");
  await app.query("DELETE FROM added");
  await expect(app.query("TRUNCATE added")).rejects.toThrow("permission denied");
});

test("a table that a migration makes is the app's from that moment, also if a later migration fails", async () => {
  await asOwner("DROP OWNED BY tributary_app");
  await asOwner("DELETE FROM _prisma_migrations WHERE migration_name LIKE '%_event_weeks'");
  await expect(prepareDatabase(addresses)).rejects.toThrow("already exists");
  await asOwner("CREATE TABLE made_anew (id serial PRIMARY KEY)");
  await app.query("INSERT INTO made_anew DEFAULT VALUES");

  await asOwner(
    "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('1', '', '20261206100200_event_weeks', now())",
  );
  await prepareDatabase(addresses);
  await app.query("SELECT FROM made_anew");
});

test("more than it should have is taken away", async () => {
  await asOwner("GRANT ALL ON audit_entry TO tributary_app");
  await prepareDatabase(addresses);
  await expect(app.query("DELETE FROM audit_entry")).rejects.toThrow("permission denied");
});

test("the role at run time may look whether anything is left to migrate, as admin commands beside the app do", async () => {
  const { runtimeUrl } = addresses;
  expect(await prepareDatabase({ ownerUrl: runtimeUrl, runtimeUrl })).toEqual([]);
});

test("one address for both roles works as before", async () => {
  const { ownerUrl } = addresses;
  expect(await prepareDatabase({ ownerUrl, runtimeUrl: ownerUrl })).toEqual([]);
});

test("a role that was made a member of the owner or of the server's files is one no more after the next migration", async () => {
  const name = `member_${randomUUID().replaceAll("-", "")}`;
  const runtimeUrl = new URL(addresses.runtimeUrl);
  runtimeUrl.username = name;
  runtimeUrl.password = "secret-of-a-test";
  const memberships = async () =>
    (
      await app.query(
        "SELECT roleid::regrole::text AS name FROM pg_auth_members WHERE member = to_regrole($1) ORDER BY 1",
        [name],
      )
    ).rows.map((row) => row.name);
  try {
    await grantRuntimeRole(addresses.ownerUrl, runtimeUrl.href);
    await asOwner(`GRANT pg_read_server_files, pg_monitor TO ${name}`);
    await grantRuntimeRole(addresses.ownerUrl, runtimeUrl.href);
    expect(await memberships()).toEqual(["pg_monitor"]);
  } finally {
    await asOwner(`DROP OWNED BY ${name}`);
    await asOwner(`DROP ROLE ${name}`);
  }
});

test("a new role signs in with its password, which no statement and so no log of PostgreSQL has named", async () => {
  const name = `hidden_${randomUUID().replaceAll("-", "")}`;
  const runtimeUrl = new URL(addresses.runtimeUrl);
  runtimeUrl.username = name;
  runtimeUrl.password = encodeURIComponent("a secret: $1 'of' \\ a test");
  const sent = vi.spyOn(pg.Client.prototype, "query");
  try {
    await grantRuntimeRole(addresses.ownerUrl, runtimeUrl.href);
    const statements = sent.mock.calls.map(([statement]) => JSON.stringify(statement));
    expect(statements.filter((statement) => statement.includes("PASSWORD"))).toHaveLength(1);
    expect(statements.filter((statement) => statement.includes("a secret"))).toEqual([]);

    const own = new pg.Client({ connectionString: runtimeUrl.href });
    await own.connect();
    await own.end();
  } finally {
    sent.mockRestore();
    await asOwner(`DROP OWNED BY ${name}`);
    await asOwner(`DROP ROLE ${name}`);
  }
});

/** A database of its own, whose owner may do no more than docs/operations.md asks for, and the address of a role for the app. */
async function makeOwned() {
  const name = `owner_${randomUUID().replaceAll("-", "")}`;
  await asOwner(`CREATE ROLE ${name} LOGIN CREATEROLE PASSWORD 'secret-of-a-test'`);
  await asOwner(`CREATE DATABASE ${name} OWNER ${name}`);
  const addressOf = (username: string, password: string) =>
    Object.assign(new URL(addresses.ownerUrl), { username, password, pathname: `/${name}` }).href;
  return {
    ownerUrl: addressOf(name, "secret-of-a-test"),
    runtimeUrl: addressOf(`${name}_app`, "secret-of-a-test"),
    changedUrl: addressOf(`${name}_app`, "another-secret"),
    drop: async () => {
      await asOwner(`DROP DATABASE ${name} WITH (FORCE)`);
      await asOwner(`DROP ROLE IF EXISTS ${name}_app`);
      await asOwner(`DROP ROLE ${name}`);
    },
  };
}

test("processes that migrate a new database at the same time make its role once, and all succeed", async () => {
  const { ownerUrl, runtimeUrl, drop } = await makeOwned();
  try {
    const turns = Array.from({ length: 4 }, () => prepareDatabase({ ownerUrl, runtimeUrl }));
    expect((await Promise.allSettled(turns)).filter(({ status }) => status === "rejected")).toEqual([]);
  } finally {
    await drop();
  }
});

test("an owner who is no superuser gives the role the password of a changed address", async () => {
  const { ownerUrl, runtimeUrl, changedUrl, drop } = await makeOwned();
  try {
    await prepareDatabase({ ownerUrl, runtimeUrl });
    expect(await prepareDatabase({ ownerUrl, runtimeUrl: changedUrl })).toEqual([]);
  } finally {
    await drop();
  }
});

test("addresses of two databases, as when only one was changed after a restore, are refused", async () => {
  const { ownerUrl, drop } = await makeOwned();
  try {
    const [used, owned] = [addresses.runtimeUrl, ownerUrl].map((url) => new URL(url).pathname.slice(1));
    await expect(grantRuntimeRole(ownerUrl, addresses.runtimeUrl)).rejects.toThrow(
      `DATABASE_URL leads to the database ${used}, DATABASE_OWNER_URL to ${owned}: correct one of them.`,
    );
  } finally {
    await drop();
  }
});

test("addresses that are swapped are refused, also when nothing is left to migrate", async () => {
  const { ownerUrl, runtimeUrl } = addresses;
  await expect(prepareDatabase({ ownerUrl: runtimeUrl, runtimeUrl: ownerUrl })).rejects.toThrow(
    "DATABASE_OWNER_URL: its role does not own Tributary's tables",
  );
});
