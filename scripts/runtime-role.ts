import type pg from "pg";
import { ConfigurationError } from "@/lib/kernel/configuration-error";
import { explainDatabaseTrouble } from "@/lib/kernel/database-trouble";
import { databaseClient } from "./database-client";
import { scramVerifier } from "./scram-verifier";

/** Where Tributary's tables are, and those of the engine's job queue. */
const SCHEMAS = ["public", "graphile_worker"];

const ROWS = "SELECT, INSERT, UPDATE, DELETE";

/** Tables of which the role at run time may do less. */
const LESS: Record<string, string> = {
  "public.audit_entry": "SELECT, INSERT",
  "public._prisma_migrations": "SELECT",
  "graphile_worker.migrations": "SELECT",
};

/** What only the owner of the tables may do, and lets the role do in one way only. */
const FUNCTIONS = [
  "make_event_weeks(date, date)",
  "drop_event_weeks(date)",
  "make_pack_weeks(date)",
  "shrink_event_week(text)",
];

/**
 * graphile-worker's tables have row-level security and no policy, so that only their owner sees rows. This one is for
 * whoever may use the table at all: naming the role would make a dump depend on it.
 */
const POLICY = "tributary_runtime";

/** Of whatever else a database or a member of several roles might allow. */
const ATTRIBUTES = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT";

/**
 * Gives the role of `runtimeUrl` exactly what the app needs at run time: to read and write rows, of audit entries to read
 * and add them, and to call the functions by which the owner makes and drops partitions. Makes the role if it cannot sign in
 * yet. Runs after every migration, so that new tables are covered; a repeat changes nothing.
 * @throws Error saying which statement to run when the owner may not make roles, or that the addresses lead to
 *   different databases
 */
export async function grantRuntimeRole(ownerUrl: string, runtimeUrl: string): Promise<void> {
  const owner = databaseClient(ownerUrl);
  await owner.connect();
  try {
    const role = databaseClient(runtimeUrl);
    const name = owner.escapeIdentifier(role.user ?? "");
    let isMade = false;
    await inTurn(owner, async () => {
      // Within the turn: whoever migrates at the same time may just have made it.
      isMade = !(await canSignIn(owner, runtimeUrl));
      if (isMade) await makeRole(owner, role.user ?? "", role.password ?? "");
      return grantsOf(owner, name);
    });
    if (isMade) await canSignIn(owner, runtimeUrl);
  } finally {
    await owner.end();
  }
}

/**
 * Lets the role of `runtimeUrl`, if there is one, use the rows of each table from the moment a migration makes it: the version
 * that runs beside the migration uses a table that replaces another under its name, until all migrations are applied and
 * `grantRuntimeRole` runs, or for good if one of them fails.
 * @throws ConfigurationError when the role of `ownerUrl` does not own the tables
 */
export async function grantNewTables(ownerUrl: string, runtimeUrl: string): Promise<void> {
  const owner = databaseClient(ownerUrl);
  await owner.connect();
  try {
    await requireOwner(owner);
    const name = databaseClient(runtimeUrl).user ?? "";
    const { rowCount } = await owner.query("SELECT FROM pg_roles WHERE rolname = $1", [name]);
    if (!rowCount) return; // nothing runs yet

    const role = owner.escapeIdentifier(name);
    await inTurn(owner, async () => [
      `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ${ROWS} ON TABLES TO ${role}`,
      `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO ${role}`,
    ]);
  } finally {
    await owner.end();
  }
}

/** PostgreSQL's codes for a role that is not there, has another password or may not sign in. */
const CANNOT_SIGN_IN = new Set(["28P01", "28000"]);
/** It can sign in, and may not connect to this database until it is granted that. */
const MAY_NOT_CONNECT = "42501";

/** Two migrations at once would change the same rows of the catalogue. */
async function inTurn(owner: pg.Client, statements: () => Promise<string[]>): Promise<void> {
  await owner.query("BEGIN");
  await owner.query("SELECT pg_advisory_xact_lock(hashtext('tributary runtime role'))");
  for (const statement of await statements()) await owner.query(statement);
  await owner.query("COMMIT");
}

/** What a role grants that does not own a table, PostgreSQL only warns about: the database would seem up to date. */
async function requireOwner(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ isOwner: boolean }>(
    `SELECT pg_has_role(relowner, 'USAGE') AS "isOwner" FROM pg_class WHERE oid = to_regclass('public.audit_entry')`,
  );
  if (rows[0]?.isOwner === false)
    throw new ConfigurationError([
      "DATABASE_OWNER_URL: its role does not own Tributary's tables. Set the address of the one that does; is it swapped with DATABASE_URL?",
    ]);
}

/**
 * @throws ConfigurationError when something else is wrong with the address, which making the role would not help, or when
 *   it leads to another database than the owner's
 */
async function canSignIn(owner: pg.Client, url: string): Promise<boolean> {
  const client = databaseClient(url);
  try {
    await client.connect();
    await requireSameDatabase(owner, client);
    return true;
  } catch (err) {
    if (err instanceof ConfigurationError) throw err;
    const { code = "" } = err as { code?: string };
    if (CANNOT_SIGN_IN.has(code)) return false;
    if (code === MAY_NOT_CONNECT) return true;
    throw new ConfigurationError([explainDatabaseTrouble(err, "DATABASE_URL", url)]);
  } finally {
    await client.end().catch(() => {}); // it may be what failed
  }
}

/** One database may have two addresses; only one server was started at this moment. */
async function requireSameDatabase(owner: pg.Client, runtime: pg.Client): Promise<void> {
  const where = async (client: pg.Client) => {
    const { rows } = await client.query<{ name: string; since: string }>(
      "SELECT current_database() AS name, extract(epoch FROM pg_postmaster_start_time())::text AS since",
    );
    return rows[0];
  };
  const [owned, used] = [await where(owner), await where(runtime)];
  if (owned?.name === used?.name && owned?.since === used?.since) return;
  throw new ConfigurationError([
    `DATABASE_URL leads to the database ${used?.name}, DATABASE_OWNER_URL to ${owned?.name}${owned?.name === used?.name ? " on another server" : ""}: correct one of them.`,
  ]);
}

/** What a role has too much. Only that is named: to an owner who is no superuser PostgreSQL refuses even `NOSUPERUSER`. */
const LESS_ATTRIBUTES = `
  SELECT concat_ws(' ', CASE WHEN rolsuper THEN 'NOSUPERUSER' END, CASE WHEN rolcreatedb THEN 'NOCREATEDB' END,
    CASE WHEN rolcreaterole THEN 'NOCREATEROLE' END, CASE WHEN rolreplication THEN 'NOREPLICATION' END,
    CASE WHEN rolbypassrls THEN 'NOBYPASSRLS' END) AS less
  FROM pg_roles WHERE rolname = $1`;

async function makeRole(owner: pg.Client, name: string, password: string): Promise<void> {
  const { rows } = await owner.query<{ less: string }>(LESS_ATTRIBUTES, [name]);
  const [there] = rows;
  const begin = there
    ? `ALTER ROLE ${owner.escapeIdentifier(name)} LOGIN NOINHERIT ${there.less}`
    : `CREATE ROLE ${owner.escapeIdentifier(name)} ${ATTRIBUTES}`;
  const statement = `${begin.trim()} PASSWORD `;
  await owner.query(statement + owner.escapeLiteral(scramVerifier(password))).catch((err: Error) => {
    const trouble = there ? "PostgreSQL refuses its user or password" : "PostgreSQL has no such role";
    throw new ConfigurationError([
      `DATABASE_URL: ${trouble}, and the owner cannot change that (${err.message}). Correct the user and the password, or as an administrator of the database run: ${statement}'…'`,
    ]);
  });
}

/**
 * Roles that the one at run time is a member of and that may do more than the app needs, where the owner may end that.
 * Others stay, such as those by which a host lets it sign in; lib/kernel/database-role.ts warns of what is left.
 */
const EXCESSIVE_MEMBERSHIPS = `
  SELECT DISTINCT r.rolname AS name FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
  WHERE m.member = $1::regrole
    AND (r.rolsuper OR r.rolcreatedb OR r.rolcreaterole OR r.rolbypassrls
         OR r.rolname IN ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program', 'pg_write_all_data')
         OR EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid AND c.relnamespace = 'public'::regnamespace))
    AND (pg_has_role(m.roleid, 'MEMBER WITH ADMIN OPTION')
         OR EXISTS (SELECT FROM pg_roles me WHERE me.rolname = current_user AND me.rolsuper))`;

/** Creating a policy locks its table, which the running version uses all the time, so it is created only where it is missing or differs. */
const OUR_POLICY = `
  SELECT FROM pg_policies p WHERE p.schemaname = n.nspname AND p.tablename = c.relname AND p.policyname = $2
    AND p.permissive = 'PERMISSIVE' AND p.roles = '{public}' AND p.cmd = 'ALL' AND p.qual = 'true' AND p.with_check = 'true'`;

async function grantsOf(owner: pg.Client, role: string): Promise<string[]> {
  const { rows: tables } = await owner.query<{ schema: string; name: string; lacksPolicy: boolean }>(
    `SELECT n.nspname AS schema, c.relname AS name, c.relrowsecurity AND NOT EXISTS (${OUR_POLICY}) AS "lacksPolicy"
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'p', 'v', 'm') ORDER BY 1, 2`,
    [SCHEMAS, POLICY],
  );
  const { rows: schemas } = await owner.query<{ name: string }>(
    "SELECT nspname AS name FROM pg_namespace WHERE nspname = ANY ($1)",
    [SCHEMAS],
  );
  const { rows: memberships } = await owner.query<{ name: string }>(EXCESSIVE_MEMBERSHIPS, [role]);
  const { rows: databases } = await owner.query<{ name: string }>("SELECT current_database() AS name");
  const database = owner.escapeIdentifier(databases[0]?.name ?? "");

  return [
    ...memberships.map(({ name }) => `REVOKE ${owner.escapeIdentifier(name)} FROM ${role}`),
    `REVOKE CREATE, TEMPORARY ON DATABASE ${database} FROM PUBLIC, ${role}`,
    `GRANT CONNECT ON DATABASE ${database} TO ${role}`,
    ...schemas.flatMap(({ name }) => {
      const schema = owner.escapeIdentifier(name);
      return [
        `REVOKE CREATE ON SCHEMA ${schema} FROM PUBLIC, ${role}`,
        `GRANT USAGE ON SCHEMA ${schema} TO ${role}`,
        `REVOKE ALL ON ALL TABLES IN SCHEMA ${schema} FROM ${role}`,
        `GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${role}`,
      ];
    }),
    ...tables.flatMap(({ schema, name, lacksPolicy }) => {
      const table = `${owner.escapeIdentifier(schema)}.${owner.escapeIdentifier(name)}`;
      const grant = `GRANT ${LESS[`${schema}.${name}`] ?? ROWS} ON ${table} TO ${role}`;
      if (!lacksPolicy) return [grant];
      return [
        grant,
        `DROP POLICY IF EXISTS ${POLICY} ON ${table}`,
        `CREATE POLICY ${POLICY} ON ${table} USING (true) WITH CHECK (true)`,
      ];
    }),
    ...FUNCTIONS.map((name) => `GRANT EXECUTE ON FUNCTION public.${name} TO ${role}`),
  ];
}
