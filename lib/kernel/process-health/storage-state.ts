import { randomBytes } from "node:crypto";
import { sqlStatesOf } from "@/lib/kernel/api/database-failure";
import { pool } from "@/lib/kernel/database";

/** `full`: the disk of the database is. `read_only`: it takes no writes, as after a failover, or because it is full. */
export type StorageState = "writable" | "full" | "read_only";

/** PostgreSQL's codes (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const REFUSALS: Record<string, StorageState> = { "53100": "full", "25006": "read_only" };

/** More than the free space of a page, so that the table has to grow. */
const PROBE_BYTES = 64 * 1024;

/** A full disk is tried again at most so often. */
const TRY_EACH_MS = 5_000;

interface Noted {
  state: StorageState;
  triedAtMs: number;
}

// Kept on globalThis because Next bundles a module more than once.
const shared = globalThis as typeof globalThis & { tributaryStorage?: Noted };

/** Notes that something could not be stored, if that is because the database has no room or takes no writes. */
export function noteStoreFailure(err: unknown): void {
  const state = refusalOf(err);
  if (state) shared.tributaryStorage = { state, triedAtMs: Date.now() };
}

/**
 * Whether what arrives can be stored, as far as this process knows: writable until storing has failed, then as a trial
 * says. The trial writes a large object and takes it back.
 */
export async function storageState(): Promise<StorageState> {
  const noted = shared.tributaryStorage;
  if (!noted) return "writable";
  if (Date.now() - noted.triedAtMs < TRY_EACH_MS) return noted.state;

  noted.triedAtMs = Date.now();
  try {
    await tryToStore();
    shared.tributaryStorage = undefined;
    return "writable";
  } catch (err) {
    noted.state = refusalOf(err) ?? noted.state;
    return noted.state;
  }
}

async function tryToStore(): Promise<void> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    await client.query("SELECT lo_from_bytea(0, $1)", [randomBytes(PROBE_BYTES)]);
  } finally {
    await client.query("ROLLBACK").catch((err: Error) => {
      broken = err;
    });
    client.release(broken);
  }
}

function refusalOf(err: unknown): StorageState | undefined {
  return sqlStatesOf(err).flatMap((code) => REFUSALS[code] ?? [])[0];
}
