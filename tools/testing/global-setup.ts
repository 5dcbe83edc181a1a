import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { type LocalDatabase, startDatabase } from "@/scripts/database";
import { type DatabaseAddresses, prepareDatabase } from "@/scripts/prepare-database";

declare module "vitest" {
  interface ProvidedContext {
    addresses: DatabaseAddresses;
    template: string;
  }
}

/**
 * Starts a real PostgreSQL for the tests and migrates one template database, of which every test file gets its own
 * copy (see fresh-database.ts). A changed migration, or a change of what the app may do, makes a new template.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const database = await startDatabase(".data/test-postgres", { durable: false });
  const template = `template_${await templateDigest()}`;
  await prepare(database, template);

  const { ownerUrl, runtimeUrl } = database;
  project.provide("addresses", { ownerUrl, runtimeUrl });
  project.provide("template", template);
  return async () => {
    await database.stop();
  };
}

async function prepare(database: LocalDatabase, template: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  const { rows } = await client.query<{ datname: string }>("SELECT datname FROM pg_database");
  const names = rows.map((row) => row.datname);

  if (database.startedHere) {
    for (const name of names.filter((name) => name.startsWith("test_")))
      await client.query(`DROP DATABASE "${name}" WITH (FORCE)`);
  }

  if (!names.includes(template)) {
    const draft = `${template}_draft`;
    await client.query(`DROP DATABASE IF EXISTS "${draft}" WITH (FORCE)`);
    await client.query(`CREATE DATABASE "${draft}"`);
    const named = (address: string) => Object.assign(new URL(address), { pathname: `/${draft}` }).href;
    await prepareDatabase({ ownerUrl: named(database.ownerUrl), runtimeUrl: named(database.runtimeUrl) });
    await client.query(`ALTER DATABASE "${draft}" RENAME TO "${template}"`);
  }

  await client.end();
}

async function templateDigest(): Promise<string> {
  const hash = createHash("sha256");
  const entries = await readdir("prisma/migrations", { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath}/${entry.name}`);
  for (const file of [...files.sort(), "scripts/runtime-role.ts", "package-lock.json"])
    hash.update(await readFile(file));
  return hash.digest("hex").slice(0, 12);
}
