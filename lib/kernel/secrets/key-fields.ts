/** Settings of sources and destinations that are secrets: no answer and no audit entry has what they were. */
export const KEY_FIELDS: readonly string[] = ["bearerToken", "dataImportKey", "heapApiKey", "restApiKey"];
