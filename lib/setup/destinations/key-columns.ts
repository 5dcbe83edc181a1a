import { log } from "@/lib/kernel/log";
import { decryptSecret, encryptSecret } from "@/lib/kernel/secrets/encrypt";
import { BRAZE_KEYS } from "@/lib/vendors/braze/destination-kinds";
import type { DestinationKind } from "@/prisma/generated/enums";

/** In SQL: whether a destination `d` has the key with which it writes to Braze; see `BRAZE_KEYS`. */
export const HAS_BRAZE_KEY =
  "(CASE d.kind WHEN 'cohort' THEN d.data_import_key_enc ELSE d.rest_api_key_enc END IS NOT NULL)";

/** The ciphertexts to store for Braze's two keys: null removes one, undefined leaves it unchanged. */
export function keyColumns(
  keys: { dataImportKey?: string | null; restApiKey?: string | null },
  customerId: string,
): { dataImportKeyEnc: string | null | undefined; restApiKeyEnc: string | null | undefined } {
  const { dataImportKey, restApiKey } = keys;
  return {
    dataImportKeyEnc: dataImportKey && encryptSecret(dataImportKey, { customerId, field: "data_import_key" }),
    restApiKeyEnc: restApiKey && encryptSecret(restApiKey, { customerId, field: "rest_api_key" }),
  };
}

/** A destination with its stored keys. */
interface StoredKeys {
  customerId: string;
  kind: DestinationKind;
  dataImportKeyEnc: string | null;
  restApiKeyEnc: string | null;
}

/**
 * The stored key with which a destination writes to Braze; null without one, and for one that does not decrypt, which cannot be
 * compared with another.
 */
export function brazeKeyOf(destination: StoredKeys): string | null {
  const { column, secret, name } = BRAZE_KEYS[destination.kind];
  const stored = destination[column];
  if (stored === null) return null;
  try {
    return decryptSecret(stored, { customerId: destination.customerId, field: secret });
  } catch (err) {
    log.warn({ err }, `a stored ${name} does not decrypt`);
    return null;
  }
}
