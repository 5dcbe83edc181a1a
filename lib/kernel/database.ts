import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { log } from "@/lib/kernel/log";
import { PrismaClient } from "@/prisma/generated/client";

/** What both the pool and one of its clients can do: run a statement. */
export type Queryable = Pick<pg.Pool, "query">;

const shared = globalThis as typeof globalThis & { tributaryPool?: pg.Pool; tributaryPrisma?: PrismaClient };

function createPool(): pg.Pool {
  const created = new pg.Pool({
    connectionString: process.env.DATABASE_URL,
    max: Number(process.env.DATABASE_POOL_SIZE ?? 20),
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });

  // A connection that breaks fails its query and is replaced by the next one; without a listener, idle or in use, it
  // would end the process.
  created.on("error", () => {});
  created.on("connect", (client) =>
    client.on("error", (err) => log.warn({ reason: err.message }, "database connection lost")),
  );
  return created;
}

/**
 * The one pool of connections to PostgreSQL. Sets and hot paths speak SQL through it; single records go
 * through `prisma`, which shares it. Kept on globalThis because Next bundles a module more than once.
 */
export const pool: pg.Pool = shared.tributaryPool ?? createPool();
shared.tributaryPool = pool;

/** Prisma's client on the shared pool: single records, and changes with their audit entry. */
export const prisma: PrismaClient =
  shared.tributaryPrisma ?? new PrismaClient({ adapter: new PrismaPg(pool) });
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
