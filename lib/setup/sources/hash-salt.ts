import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "@/lib/kernel/database";
import { decryptSecret, encryptSecret } from "@/lib/kernel/secrets/encrypt";

const SALT_BYTES = 32;

/**
 * Makes the customer's salt unless there is one. It never changes: with another one, what was hashed before could not
 * be compared with what is hashed later.
 */
export async function ensureHashSalt(tx: Transaction, customerId: string): Promise<void> {
  const salt = randomBytes(SALT_BYTES).toString("base64");
  await tx.hashSalt.createMany({
    data: [{ id: uuidv7(), customerId, saltEnc: encryptSecret(salt, { customerId, field: "hash_salt" }) }],
    skipDuplicates: true,
  });
}

/** The salt as stored; null for none. */
export function readHashSalt(saltEnc: string | null, customerId: string): string | null {
  return saltEnc === null ? null : decryptSecret(saltEnc, { customerId, field: "hash_salt" });
}
