import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { log } from "@/lib/kernel/log";
import { PrismaClient } from "@/prisma/generated/client";

/** What the pool and each of its clients can do: run a statement, also a named (prepared) one. */
export type Queryable = Pick<pg.Pool, "query">;

/** A statement that each connection parses once. A list in it is given as `anyLength`, so that it is planned once, too. */
interface NamedStatement {
  name: string;
  text: string;
  values: unknown[];
}

/**
 * What a connection of the pool and a transaction of Prisma can both do for us: run a statement of SQL. A transaction of
 * Prisma runs a named one like any other.
 */
export interface Sql {
  query<Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<{ rows: Row[] }>;
  query<Row extends pg.QueryResultRow>(statement: NamedStatement): Promise<{ rows: Row[] }>;
}

/** Prisma's client inside a transaction. */
export type Transaction = Parameters<Parameters<PrismaClient["$transaction"]>[0]>[0];

/**
 * How long a transaction may wait for a connection, and last, in milliseconds. Prisma's 2 and 5 seconds refuse people's
 * changes on a machine that is only busy.
 */
const USUAL_TRANSACTION_OPTIONS = { maxWait: 15_000, timeout: 30_000 };

/**
 * For `prisma.$transaction`: how long a change may wait for its turn at a busy segment, and how long forgetting a
 * million members may take.
 */
export const TRANSACTION_OPTIONS = { maxWait: 15_000, timeout: 300_000 };

/** The columns of an outer join that found no row. `Columns | NotJoined<Columns>` is told apart by any that is never null. */
export type NotJoined<Columns> = { [Name in keyof Columns]: null };

/**
 * So that what a process held in PostgreSQL is free soon after its machine was lost or it froze inside a transaction,
 * which nobody tells PostgreSQL: by default it finds out after two hours (runtime-config-connection, keepalives). And without
 * just-in-time compilation: our statements read few rows of many partitions, and it would take longer than they do.
 */
const AT_CONNECT = `
  SELECT set_config('tcp_keepalives_idle', '15', false), set_config('tcp_keepalives_interval', '5', false),
         set_config('tcp_keepalives_count', '3', false),
         set_config('idle_in_transaction_session_timeout', '${TRANSACTION_OPTIONS.timeout}', false),
         set_config('jit', 'off', false)`;

const shared = globalThis as typeof globalThis & { tributaryPool?: pg.Pool; tributaryPrisma?: PrismaClient };

function createPool(): pg.Pool {
  const created = new pg.Pool({
    connectionString: process.env.DATABASE_URL,
    max: Number(process.env.DATABASE_POOL_SIZE || 20),
    connectionTimeoutMillis: 5_000,
    // The pool's ten seconds closed and opened two connections a second under a load that comes in bursts. A new one reads
    // the catalogue and plans every statement again.
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    onConnect: (client) => client.query(AT_CONNECT),
  });

  // A connection that breaks fails its query and is replaced by the next one; without a listener, idle or in use, it
  // would end the process.
  created.on("error", () => {});
  created.on("connect", (client) =>
    client.on("error", (err) => log.warn({ err }, "database connection lost")),
  );
  return created;
}

/**
 * The only pool of connections to PostgreSQL. Sets and hot paths use SQL through it; single records go through
 * `prisma`, which shares it. Kept on globalThis because Next bundles a module more than once.
 */
export const pool: pg.Pool = shared.tributaryPool ?? createPool();
shared.tributaryPool = pool;

/** Prisma's client on the shared pool: single records, and changes with their audit entry. */
export const prisma: PrismaClient =
  shared.tributaryPrisma ??
  new PrismaClient({ adapter: new PrismaPg(pool), transactionOptions: USUAL_TRANSACTION_OPTIONS });
shared.tributaryPrisma = prisma;

/** Runs `work` in one transaction of the shared pool; see `inTransactionOf`. */
export async function inTransaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return inTransactionOf(pool, work);
}

/** Runs `work` in one transaction on one connection of `owner`; rolls back and rethrows when it throws. */
export async function inTransactionOf<T>(
  owner: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await owner.connect();
  let broken: Error | undefined;

  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (err) {
    await client.query("ROLLBACK").catch((rollbackErr: Error) => {
      broken = rollbackErr;
    });
    throw err;
  } finally {
    client.release(broken);
  }
}

/** SQL inside a transaction of Prisma, so that a change made by SQL and its audit entry commit or fail together. */
export function sqlOf(tx: Transaction): Sql {
  return {
    query: async <Row extends pg.QueryResultRow>(
      statement: string | NamedStatement,
      values: unknown[] = [],
    ) => {
      const { text, values: given } = typeof statement === "string" ? { text: statement, values } : statement;
      return { rows: await tx.$queryRawUnsafe<Row[]>(text, ...given) };
    },
  };
}
