import { randomUUID } from "node:crypto";
import pg from "pg";
import { type DatabaseAddresses, prepareDatabase } from "../scripts/prepare-database";

/**
 * A migrated database on the tests' PostgreSQL, so that no other process does the work of the server that gets it.
 */
export async function makeDatabase(): Promise<DatabaseAddresses> {
  const admin = new pg.Client({ connectionString: process.env.E2E_OWNER_URL });
  await admin.connect();
  const name = `own_${randomUUID().slice(0, 8)}`;
  await admin.query(`CREATE DATABASE "${name}"`);
  await admin.end();
  const named = (address = "") => Object.assign(new URL(address), { pathname: `/${name}` }).href;
  const addresses = {
    ownerUrl: named(process.env.E2E_OWNER_URL),
    runtimeUrl: named(process.env.DATABASE_URL),
  };
  await prepareDatabase(addresses);
  return addresses;
}
