import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { env } from "@/lib/kernel/env";

/** What a secret belongs to: bound into the ciphertext, so that it cannot be moved to another customer or field. */
export interface SecretPlace {
  customerId: string;
  field:
    | "endpoint_token"
    | "bearer_token"
    | "data_import_key"
    | "rest_api_key"
    | "webhook_secret"
    | "status_link_token"
    | "erased_identity"
    | "heap_api_key"
    | "deletion_ids"
    | "suppression_key"
    | "hash_salt";
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts a secret with AES-256-GCM under the current key.
 * @returns `v1.<key id>.<base64 of nonce, tag and ciphertext>`
 */
export function encryptSecret(plain: string, place: SecretPlace): string {
  const current = currentKey();
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", current.key, nonce);
  cipher.setAAD(associatedData(place));
  const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return `v1.${current.id}.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64")}`;
}

/**
 * Decrypts the output of `encryptSecret`, under the configured key that it names.
 * @throws Error when the key is not configured or the text was changed or moved; the message names no secret
 */
export function decryptSecret(encrypted: string, place: SecretPlace): string {
  const [version, keyId, payload] = encrypted.split(".");
  if (version !== "v1" || !keyId || !payload) throw new Error(`the stored ${place.field} is not readable`);

  const found = readKeys().find((candidate) => candidate.id === keyId);
  if (!found) throw new Error(`ENCRYPTION_KEYS lacks the key '${keyId}' that a stored ${place.field} needs`);

  const bytes = Buffer.from(payload, "base64");
  const decipher = createDecipheriv("aes-256-gcm", found.key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(associatedData(place));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    return (
      decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, "utf8") + decipher.final("utf8")
    );
  } catch {
    throw new Error(`the stored ${place.field} does not decrypt under key '${keyId}'`);
  }
}

/** The id of the key that encrypts new secrets. */
export function currentKeyId(): string {
  return currentKey().id;
}

/** The ids of all configured keys, the current one first. */
export function configuredKeyIds(): string[] {
  return readKeys().map(({ id }) => id);
}

function currentKey(): { id: string; key: Buffer } {
  const [current] = readKeys();
  if (!current) throw new Error("ENCRYPTION_KEYS holds no key");
  return current;
}

function readKeys(): { id: string; key: Buffer }[] {
  return env()
    .ENCRYPTION_KEYS.split(",")
    .map((entry) => {
      const [id = "", key = ""] = entry.split(":");
      return { id, key: Buffer.from(key, "base64") };
    });
}

function associatedData({ customerId, field }: SecretPlace): Buffer {
  return Buffer.from(`${customerId}/${field}`);
}
