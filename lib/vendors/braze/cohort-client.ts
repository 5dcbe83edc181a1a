import { TributaryError, VendorError } from "@/lib/kernel/errors";
import {
  cohortChanges,
  listsOf,
  type MemberChange,
  type WireChange,
} from "@/lib/vendors/braze/cohort-changes";
import type { BrazeAcceptance, BrazeMembersAcceptance } from "@/lib/vendors/braze/membership-client";
import { reportedErrors } from "@/lib/vendors/braze/reported-errors";
import { callVendor } from "@/lib/vendors/vendor-call";

/** The cohort id of a credential check; it never gets a name or a member, so it never shows in Braze. */
const CHECK_COHORT_ID = "tributary-credential-check";

/** Errors for each of a call's 1,000 ids fit into it. Our choice. */
const MAX_ANSWER_BYTES = 1024 * 1024;

export interface BrazeCohortClient {
  /**
   * Creates a cohort, or renames the one with this id.
   * @throws TributaryError `invalid` for an empty id or name, before any call.
   * @throws VendorError see `createBrazeCohortClient`; `refused` also for a 2xx that reports errors.
   */
  nameCohort(call: { cohortId: string; name: string; createdAt: Date }): Promise<BrazeAcceptance>;

  /**
   * Adds and removes members in one call: 1 to 1,000 entries over all changes (two for an id under two identifiers), each
   * once. A 2xx may report errors about some of them.
   * @throws TributaryError `invalid` when those limits are broken, before any call.
   * @throws VendorError see `createBrazeCohortClient`.
   */
  changeMembers(call: {
    cohortId: string;
    changes: readonly MemberChange[];
  }): Promise<BrazeMembersAcceptance>;

  /**
   * Tries the credentials with a call that changes nothing (an empty list of changes, as Segment sends it).
   * @throws VendorError see `createBrazeCohortClient`.
   */
  testKey(): Promise<BrazeAcceptance>;
}

/**
 * The gateway to Braze's partner cohort import. Both credentials travel in the body. A 2xx means accepted,
 * except for the errors in its body: Braze documents no body here, but reports errors about single items that way
 * elsewhere (https://braze.com/docs/api/errors).
 *
 * Its calls throw VendorError: `refused` (400; with the reason `unknown_cohort` when Braze says so), `unauthorized` (401, 403) with the reason `partner_key`,
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
  const secrets = [partnerApiKey, dataImportKey];

  async function post(
    path: "cohorts" | "cohorts/users",
    content: Record<string, unknown>,
    changes: readonly WireChange[] = [],
  ): Promise<BrazeMembersAcceptance> {
    const answer = await callVendor(
      {
        vendor: "braze",
        name: path === "cohorts" ? "cohorts" : "cohorts_users",
        url: `${baseUrl}/partners/${encodeURIComponent(partnerName)}/${path}`,
        body: { partner_api_key: partnerApiKey, client_secret: dataImportKey, ...content },
        secrets,
        maxBodyBytes: MAX_ANSWER_BYTES,
        timeoutSeconds: options.timeoutSeconds,
        fetch: options.fetch,
      },
      reasonOf,
    );
    const { status, durationMs, words } = answer;
    return { status, durationMs, words, ...reportedErrors(answer, listsOf(changes), secrets) };
  }

  return {
    async nameCohort({ cohortId, name, createdAt }) {
      if (cohortId === "") throw new TributaryError("invalid", "A cohort needs an id.");
      if (name.trim() === "") throw new TributaryError("invalid", "A cohort needs a name.");

      const answer = await post("cohorts", {
        cohort_id: cohortId,
        name,
        created_at: createdAt.toISOString(),
      });
      if (answer.unnamed !== null) throw refusedInAnswer(answer.status, answer.unnamed);
      return answer;
    },

    async changeMembers({ cohortId, changes }) {
      if (cohortId === "") throw new TributaryError("invalid", "A cohort needs an id.");

      const wire = cohortChanges(changes);
      return post("cohorts/users", { cohort_id: cohortId, cohort_changes: wire }, wire);
    },

    async testKey() {
      return post("cohorts/users", { cohort_id: CHECK_COHORT_ID, cohort_changes: [] });
    },
  };
}

/** A refusal that came with a 2xx. */
function refusedInAnswer(status: number, words: string): VendorError {
  return new VendorError({ vendor: "braze", kind: "refused", status, words, retryAfterSeconds: null });
}

/** Braze knows no cohort with the id of the call. */
export const UNKNOWN_COHORT = "unknown_cohort";

/**
 * How Braze may say that it knows no such cohort. Whether it does at all is documented nowhere: another workspace's key,
 * and a cohort deleted by Braze's support, would be the reasons.
 */
const NO_SUCH_COHORT =
  /\bcohort\b[^.;]{0,60}\b(?:not found|not exist|unknown)|\b(?:unknown|no such|not find|does not know)\b[^.;]{0,40}\bcohort\b/i;

function reasonOf(status: number, words: string): CredentialReason | typeof UNKNOWN_COHORT | undefined {
  if ((status === 400 || status === 404 || status === 422) && NO_SUCH_COHORT.test(words))
    return UNKNOWN_COHORT;
  return refusedCredential(status, words);
}

/** What Braze's cohort API found wrong with the credentials. */
type CredentialReason = "partner_key" | "data_import_key" | "not_enabled" | "unauthorized";

/**
 * Which credential a 401 of the cohort API is about, read from its message (secrets already removed). Braze documents
 * four: invalid partner key, invalid client secret, partner not enabled for the client, unauthorized access.
 * Undefined for every status that is not about credentials. Source:
 * https://www.braze.com/docs/partners/isv_partners/cohort_import
 */
function refusedCredential(status: number, words: string): CredentialReason | undefined {
  if (status !== 401 && status !== 403) return undefined;

  if (/not\s+enabled/i.test(words)) return "not_enabled";
  if (/client[\s_]+secret|data[\s_]+import/i.test(words)) return "data_import_key";
  if (/partner/i.test(words)) return "partner_key";
  return "unauthorized";
}
