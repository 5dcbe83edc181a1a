/** What Braze's cohort API found wrong with the credentials. */
export type CredentialReason = "partner_key" | "data_import_key" | "not_enabled" | "unauthorized";

/**
 * Which credential a 401 of the cohort API is about, read from its message (secrets already removed). Braze documents
 * four: invalid partner key, invalid client secret, partner not enabled for the client, unauthorized access.
 * Undefined for every status that is not about credentials. Source:
 * https://www.braze.com/docs/partners/isv_partners/cohort_import
 */
export function refusedCredential(status: number, words: string): CredentialReason | undefined {
  if (status !== 401 && status !== 403) return undefined;

  if (/not\s+enabled/i.test(words)) return "not_enabled";
  if (/client[\s_]+secret|data[\s_]+import/i.test(words)) return "data_import_key";
  if (/partner/i.test(words)) return "partner_key";
  return "unauthorized";
}
