import { createHmac, randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { anyLength } from "@/lib/kernel/any-length";
import { coalesce } from "@/lib/kernel/coalesce";
import { pool, type Sql } from "@/lib/kernel/database";
import { decryptSecret, encryptSecret } from "@/lib/kernel/secrets/encrypt";

const KEY_BYTES = 32;

/** Customers whose keys are read in one statement. Our choice. */
const MOST_TOGETHER = 100;

/**
 * The hash under which an id of a person is suppressed: HMAC-SHA256 with a key of the customer. Without the key nobody
 * can find out whose it is by trying ids.
 */
export function suppressionHash(key: Buffer, id: string): Buffer {
  return createHmac("sha256", key).update(id).digest();
}

/**
 * The key of a customer that has suppressed somebody; null for every other customer. Those who ask the pool at the same
 * time share a statement.
 * @throws Error when the stored key does not decrypt
 */
export async function findKeyInUse(sql: Sql, customerId: string): Promise<Buffer | null> {
  const keyEnc = sql === pool ? await readKeyInUse(customerId) : (await readKeysInUse(sql, [customerId]))[0];
  return keyEnc ? decryptKey(keyEnc, customerId) : null;
}

const readKeyInUse = coalesce((customerIds: readonly string[]) => readKeysInUse(pool, customerIds), {
  most: MOST_TOGETHER,
});

async function readKeysInUse(sql: Sql, customerIds: readonly string[]): Promise<(string | null)[]> {
  const { rows } = await sql.query<{ customerId: string; keyEnc: string }>({
    name: "read-suppression-keys",
    text: `SELECT k.customer_id AS "customerId", k.key_enc AS "keyEnc"
           FROM unnest(${anyLength("$1::uuid[]")}) AS asked (customer_id) JOIN suppression_key k USING (customer_id)
           CROSS JOIN LATERAL (SELECT FROM suppression s WHERE s.customer_id = k.customer_id LIMIT 1) used`,
    values: [customerIds],
  });
  const keys = new Map(rows.map((row) => [row.customerId, row.keyEnc]));
  return customerIds.map((customerId) => keys.get(customerId) ?? null);
}

/**
 * The key of a customer, made now if there is none. Locks no row that is already there.
 * @throws Error when the stored key does not decrypt
 */
export async function findOrCreateKey(sql: Sql, customerId: string): Promise<Buffer> {
  const found = await findKey(sql, customerId);
  if (found) return found;

  const place = { customerId, field: "suppression_key" } as const;
  await sql.query(
    `INSERT INTO suppression_key (id, customer_id, key_enc) VALUES ($1, $2, $3) ON CONFLICT (customer_id) DO NOTHING`,
    [uuidv7(), customerId, encryptSecret(randomBytes(KEY_BYTES).toString("base64"), place)],
  );
  const made = await findKey(sql, customerId);
  if (!made) throw new Error("the key for suppressions is gone");
  return made;
}

/** Whoever suppresses ids of a customer, or lifts that, does so alone until the end of the transaction. */
export async function lockSuppressions(sql: Sql, customerId: string): Promise<void> {
  await sql.query("SELECT FROM suppression_key WHERE customer_id = $1 FOR UPDATE", [customerId]);
}

async function findKey(sql: Sql, customerId: string): Promise<Buffer | null> {
  const { rows } = await sql.query<{ keyEnc: string }>(
    `SELECT key_enc AS "keyEnc" FROM suppression_key WHERE customer_id = $1`,
    [customerId],
  );
  return rows[0] ? decryptKey(rows[0].keyEnc, customerId) : null;
}

function decryptKey(keyEnc: string, customerId: string): Buffer {
  return Buffer.from(decryptSecret(keyEnc, { customerId, field: "suppression_key" }), "base64");
}
