import { log } from "@/lib/kernel/log";
import { decryptSecret, encryptSecret } from "@/lib/kernel/secrets/encrypt";

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

/**
 * The Data Import Key that is stored; null without one, and for one that does not decrypt, which cannot be compared
 * with another.
 */
export function dataImportKeyOf(destination: {
  customerId: string;
  dataImportKeyEnc: string | null;
}): string | null {
  const { customerId, dataImportKeyEnc } = destination;
  if (dataImportKeyEnc === null) return null;
  try {
    return decryptSecret(dataImportKeyEnc, { customerId, field: "data_import_key" });
  } catch (err) {
    log.warn({ err }, "a stored Data Import Key does not decrypt");
    return null;
  }
}
