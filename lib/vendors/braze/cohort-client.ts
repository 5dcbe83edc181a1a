import { TributaryError } from "@/lib/kernel/errors";
import { cohortChanges, type MemberChange } from "@/lib/vendors/braze/cohort-changes";
import { refusedCredential } from "@/lib/vendors/braze/refused-credential";
import { callVendor } from "@/lib/vendors/vendor-call";

/** The cohort id of a credential check; it never gets a name or a member, so it never shows in Braze. */
const CHECK_COHORT_ID = "tributary-credential-check";

/** Braze accepted a call. It never says how many of the ids it knows: they are sent, not matched. */
export interface BrazeAcceptance {
  status: number;
  durationMs: number;
  /** Braze's message: secrets removed, at most 500 characters. */
  words: string;
}

export interface BrazeCohortClient {
  /**
   * Creates a cohort, or renames the one with this id.
   * @throws TributaryError `invalid` for an empty id or name, before any call.
   * @throws VendorError see `createBrazeCohortClient`.
   */
  nameCohort(call: { cohortId: string; name: string; createdAt: Date }): Promise<BrazeAcceptance>;

  /**
   * Adds and removes members in one call: 1 to 1,000 ids over all changes, each id once.
   * @throws TributaryError `invalid` when those limits are broken, before any call.
   * @throws VendorError see `createBrazeCohortClient`.
   */
  changeMembers(call: { cohortId: string; changes: readonly MemberChange[] }): Promise<BrazeAcceptance>;

  /**
   * Tries the credentials with a call that changes nothing (an empty list of changes, as Segment sends it).
   * @throws VendorError see `createBrazeCohortClient`.
   */
  testKey(): Promise<BrazeAcceptance>;
}

/**
 * The gateway to Braze's partner cohort import. Both credentials travel in the body. Any 2xx means accepted; Braze
 * does not document a body.
 *
 * Its calls throw VendorError: `refused` (400), `unauthorized` (401, 403) with the reason `partner_key`,
 * `data_import_key`, `not_enabled` or `unauthorized`, `not_found` (404: probably the partner name), `locked` (423),
 * `throttled` (429), `unavailable` (408, 5xx), `no_answer`. No message ever contains one of the two secrets. Source:
 * https://www.braze.com/docs/partners/isv_partners/cohort_import
 *
 * @param baseUrl from `brazeHost`.
 * @param partnerName the path segment that Braze gave the partner.
 * @param partnerApiKey Braze's key of the partner, see `partnerKeyRegion`.
 * @param dataImportKey the customer's Data Import Key.
 */
export function createBrazeCohortClient(options: {
  baseUrl: string;
  partnerName: string;
  partnerApiKey: string;
  dataImportKey: string;
  timeoutSeconds?: number;
  fetch?: typeof fetch;
}): BrazeCohortClient {
  const { baseUrl, partnerName, partnerApiKey, dataImportKey } = options;

  async function post(
    path: "cohorts" | "cohorts/users",
    content: Record<string, unknown>,
  ): Promise<BrazeAcceptance> {
    const answer = await callVendor(
      {
        vendor: "braze",
        name: path === "cohorts" ? "cohorts" : "cohorts_users",
        url: `${baseUrl}/partners/${encodeURIComponent(partnerName)}/${path}`,
        body: { partner_api_key: partnerApiKey, client_secret: dataImportKey, ...content },
        secrets: [partnerApiKey, dataImportKey],
        timeoutSeconds: options.timeoutSeconds,
        fetch: options.fetch,
      },
      refusedCredential,
    );
    return { status: answer.status, durationMs: answer.durationMs, words: answer.words };
  }

  return {
    async nameCohort({ cohortId, name, createdAt }) {
      if (cohortId === "") throw new TributaryError("invalid", "A cohort needs an id.");
      if (name.trim() === "") throw new TributaryError("invalid", "A cohort needs a name.");

      return post("cohorts", { cohort_id: cohortId, name, created_at: createdAt.toISOString() });
    },

    async changeMembers({ cohortId, changes }) {
      if (cohortId === "") throw new TributaryError("invalid", "A cohort needs an id.");

      return post("cohorts/users", { cohort_id: cohortId, cohort_changes: cohortChanges(changes) });
    },

    async testKey() {
      return post("cohorts/users", { cohort_id: CHECK_COHORT_ID, cohort_changes: [] });
    },
  };
}
