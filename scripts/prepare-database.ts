import pg from "pg";
import { migrateJobs } from "@/inngest/embedded/jobs";
import { ConfigurationError } from "@/lib/kernel/configuration-error";
import { explainDatabaseTrouble } from "@/lib/kernel/database-trouble";
import { applyMigrations } from "./apply-migrations";
import { CONNECT_LIMIT_MS, databaseClient } from "./database-client";
import { grantNewTables, grantRuntimeRole } from "./runtime-role";

/** The addresses of one database: with the role that migrates it, and with the one of the app at run time. */
export interface DatabaseAddresses {
  ownerUrl: string;
  /** The owner's, where one role does both. */
  runtimeUrl: string;
}

/**
 * Brings a database up to date: our tables, those of the engine's job queue, and what the role at run time may do.
 * @returns the names of the migrations it lacked, oldest first
 * @throws Error when a migration fails or the owner may not do that
 */
export async function prepareDatabase({ ownerUrl, runtimeUrl }: DatabaseAddresses): Promise<string[]> {
  const hasTwoRoles = userOf(ownerUrl) !== userAtRunTime(runtimeUrl);
  if (hasTwoRoles) await grantNewTables(ownerUrl, runtimeUrl);
  const applied = await applyMigrations(ownerUrl);
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 1, connectionTimeoutMillis: CONNECT_LIMIT_MS });
  try {
    await migrateJobs(pool);
  } finally {
    await pool.end();
  }
  if (hasTwoRoles) await grantRuntimeRole(ownerUrl, runtimeUrl);
  return applied;
}

/** The database's addresses as the environment has them; without an owner's, `DATABASE_URL` does both. */
export function addressesOf(variables: NodeJS.ProcessEnv): DatabaseAddresses | null {
  const runtimeUrl = variables.DATABASE_URL;
  return runtimeUrl ? { runtimeUrl, ownerUrl: variables.DATABASE_OWNER_URL || runtimeUrl } : null;
}

function userOf(url: string): string | undefined {
  return databaseClient(url).user;
}

/** The address is read here first: what is wrong with it is not the owner's. */
function userAtRunTime(url: string): string | undefined {
  try {
    return userOf(url);
  } catch (err) {
    throw new ConfigurationError([explainDatabaseTrouble(err, "DATABASE_URL", url)]);
  }
}
