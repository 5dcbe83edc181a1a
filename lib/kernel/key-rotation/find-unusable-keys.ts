import { pool } from "@/lib/kernel/database";
import { configuredKeyIds, decryptSecret } from "@/lib/kernel/secrets/encrypt";
import { STORED_SECRETS, type StoredSecret } from "./rotate-keys";

/** How many secrets of each column stand for a key, so that one damaged secret does not condemn it. */
const SAMPLES = 3;

/** Keys come into use rarely, and reading which are takes some milliseconds. */
const KEEP_SECONDS = 60;

/** A key that stored secrets need and this process cannot use. */
export interface UnusableKey {
  keyId: string;
  /** Not in ENCRYPTION_KEYS, or in it with other bytes than those that encrypted the secrets. */
  problem: "missing" | "different";
}

interface Sample {
  customerId: string;
  encrypted: string;
  keyId: string;
}

/**
 * Compares ENCRYPTION_KEYS with the keys under which secrets are stored. A key counts as different when none of its
 * samples decrypts.
 * @returns by id; empty when this process can read what is stored
 * @throws when the database does not answer
 */
export async function findUnusableKeys(): Promise<UnusableKey[]> {
  const configured = new Set(configuredKeyIds());
  const readable = new Map<string, boolean>();
  for (const stored of STORED_SECRETS) {
    for (const sample of await readSamples(stored)) {
      const isReadable = configured.has(sample.keyId) && decrypts(sample, stored);
      readable.set(sample.keyId, isReadable || readable.get(sample.keyId) === true);
    }
  }
  return [...readable.keys()]
    .filter((keyId) => !readable.get(keyId))
    .sort()
    .map((keyId) => ({ keyId, problem: configured.has(keyId) ? "different" : "missing" }));
}

/** What to do about such keys, one line each. */
export function describeUnusableKeys(keys: readonly UnusableKey[]): string[] {
  return keys.map(({ keyId, problem }) =>
    problem === "missing"
      ? `ENCRYPTION_KEYS lacks the key '${keyId}', which encrypted stored secrets. Add it again, after the current one.`
      : `The key '${keyId}' in ENCRYPTION_KEYS is not the one that encrypted the stored secrets. Put that one back, and give the new key a different ID.`,
  );
}

/** The newest secrets under each key. */
async function readSamples({ table, column }: StoredSecret): Promise<Sample[]> {
  const { rows } = await pool.query<Sample>(
    `SELECT customer_id::text AS "customerId", encrypted, key_id AS "keyId" FROM (
       SELECT customer_id, ${column} AS encrypted, split_part(${column}, '.', 2) AS key_id,
              row_number() OVER (PARTITION BY split_part(${column}, '.', 2) ORDER BY id DESC) AS place
       FROM ${table} WHERE ${column} IS NOT NULL
     ) secret WHERE place <= ${SAMPLES}`,
  );
  return rows;
}

function decrypts({ encrypted, customerId }: Sample, { field }: StoredSecret): boolean {
  try {
    decryptSecret(encrypted, { customerId, field });
    return true;
  } catch {
    return false;
  }
}

let kept: { keys: readonly UnusableKey[]; untilMs: number } | undefined;

/** The same, as of at most a minute ago. */
export async function knownUnusableKeys(): Promise<readonly UnusableKey[]> {
  if (!kept || kept.untilMs <= Date.now() || kept.keys.length > 0)
    kept = { keys: await findUnusableKeys(), untilMs: Date.now() + KEEP_SECONDS * 1_000 };
  return kept.keys;
}
