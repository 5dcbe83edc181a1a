import { encryptSecret } from "@/lib/kernel/secrets/encrypt";

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
