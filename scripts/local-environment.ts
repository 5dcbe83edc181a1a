import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { ConfigurationError } from "@/lib/kernel/configuration-error";
import { explainDatabaseTrouble } from "@/lib/kernel/database-trouble";
import { type LocalDatabase, recreateDatabase, startDatabase } from "./database";
import { freePort } from "./free-port";
import { madeOnce } from "./made-once";
import { addressesOf, prepareDatabase } from "./prepare-database";

export interface LocalEnvironment {
  /** The variables the app needs in addition to the process's own. */
  variables: Record<string, string>;
  /** The address of the database with the role that may change everything in it. */
  ownerUrl: string;
  /** Null where `DATABASE_URL` names another one. */
  database: LocalDatabase | null;
  stop(): Promise<void>;
}

/**
 * Everything one machine needs to run Tributary: a migrated database, and secrets made once and kept in `folder`.
 * Variables that are already set keep their values; with a `DATABASE_URL` no secrets are made at all, and
 * `DATABASE_OWNER_URL` migrates if it is set.
 * @param say called with each step, for people who wait
 * @param fresh for a demonstration: always the local database, emptied first
 */
export async function prepareLocalEnvironment(
  folder: string,
  say: (line: string) => void,
  { fresh = false } = {},
): Promise<LocalEnvironment> {
  const given = addressesOf(process.env);
  if (given && !fresh) {
    say("Migrating the database ...");
    await prepareDatabase(given).catch((err: Error) => {
      throw new Error(explainFailure(err, given.ownerUrl));
    });
    const { runtimeUrl, ownerUrl } = given;
    return { variables: { DATABASE_URL: runtimeUrl }, ownerUrl, database: null, stop: async () => {} };
  }

  say("Starting PostgreSQL ...");
  const database = await startDatabase(path.join(folder, "postgres"));
  if (fresh) await recreateDatabase(database);
  say("Migrating the database ...");
  await prepareDatabase(database);
  return {
    variables: { ...(await readOrMakeSecrets(folder)), DATABASE_URL: database.runtimeUrl },
    ownerUrl: database.ownerUrl,
    database,
    stop: () => database.stop(),
  };
}

function explainFailure(err: Error, ownerUrl: string): string {
  if (err instanceof ConfigurationError) return err.message; // it names the variable itself
  const variable = process.env.DATABASE_OWNER_URL ? "DATABASE_OWNER_URL" : "DATABASE_URL";
  const needsOwner = /permission denied|must be owner/.test(err.message);
  if (!needsOwner) return explainDatabaseTrouble(err, variable, ownerUrl);
  return `${variable}: ${err.message.split("\n")[0]}. Migrations need the owner of the tables: set DATABASE_OWNER_URL to its address.`;
}

/**
 * Makes the secrets of a one-machine installation, once: if this file is lost, so are the stored keys of all
 * customers.
 */
async function readOrMakeSecrets(folder: string): Promise<Record<string, string>> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, "secrets.json");
  const text = await madeOnce(file, () => {
    const made = {
      NEXTAUTH_SECRET: randomBytes(32).toString("base64"),
      ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
    };
    return JSON.stringify(made, null, 2);
  });

  const secrets = parseSecrets(text, file);
  const missing = Object.entries(secrets).filter(([name]) => !process.env[name]);
  return Object.fromEntries(missing);
}

function parseSecrets(text: string, file: string): Record<string, string> {
  try {
    return JSON.parse(text) as Record<string, string>;
  } catch {
    // Node's own message would quote the text.
    throw new Error(`The file ${file} is damaged. Put back what it contained: stored keys need it.`);
  }
}

/** The wished port if it is free, otherwise another one. */
export async function choosePort(wished: number, say: (line: string) => void): Promise<number> {
  const port = await freePort(wished);
  if (port !== wished) say(`Port ${wished} is taken; using ${port}.`);
  return port;
}

/**
 * A port that something relies on, such as the proxy behind PUBLIC_URL, which would not reach another one.
 * @throws Error saying what to do when it is taken
 */
export async function requirePort(wished: number): Promise<number> {
  if ((await freePort(wished)) === wished) return wished;
  throw new Error(`Port ${wished} is taken. Free it, or set PORT to another one and point PUBLIC_URL to it.`);
}
