import { VendorError } from "@/lib/kernel/errors";
import { callVendor, type VendorAnswer } from "@/lib/vendors/vendor-call";
import { personalWords } from "./address-forms";
import type { MembershipClient } from "./membership-client";
import { reportedErrors } from "./reported-errors";
import { reportedLimit } from "./reported-limit";
import { trackObjects } from "./track-objects";

/** Errors for each of a call's 75 objects fit into it. Our choice. */
const MAX_ANSWER_BYTES = 256 * 1024;

/** The external id of a key's test. No user has it, so there is nothing that could be changed. */
const TEST_ID = "tributary-credential-check";

/** Phrases in which Braze says that a key lacks a permission, rather than that it does not know the key. */
const ABOUT_PERMISSION = /permission|not authorized|access denied|forbidden/i;

/**
 * The gateway to Braze's `/users/track`, by which membership is a custom attribute. A 2xx means queued, 202 too (maintenance): Braze
 * applies calls in the order in which it received them. Errors about single objects come beside it, by index. Source:
 * https://www.braze.com/docs/api/endpoints/user_data/post_user_track
 *
 * Its calls throw VendorError like those of cohorts; 401, 403 and 404 have the reason `rest_api_key`, `rest_permission` or
 * `rest_plan`. No message ever contains the key.
 *
 * @param baseUrl from `brazeHost`
 * @param restApiKey a REST API key with the permission `users.track`
 */
export function createBrazeTrackClient(options: {
  baseUrl: string;
  restApiKey: string;
  budgetId: string;
  timeoutSeconds?: number;
  fetch?: typeof fetch;
}): MembershipClient {
  const { restApiKey } = options;

  function post(attributes: readonly unknown[], secrets: readonly string[]): Promise<VendorAnswer> {
    return callVendor(
      {
        vendor: "braze",
        name: "users_track",
        url: `${options.baseUrl}/users/track`,
        headers: { authorization: `Bearer ${restApiKey}` },
        body: { attributes },
        secrets,
        maxBodyBytes: MAX_ANSWER_BYTES,
        timeoutSeconds: options.timeoutSeconds,
        fetch: options.fetch,
      },
      reasonOf,
    );
  }

  return {
    budgetId: options.budgetId,
    nameCohort: null,

    async changeMembers({ id, attributeName }, change) {
      if (!attributeName) throw new Error(`segment ${id} has no attribute yet`);

      const { objects, ids } = trackObjects(attributeName, change);
      const secrets = [restApiKey, ...personalWords(change.identifierKind, ids)];
      const answer = await post(objects, secrets);
      const { status, durationMs, words, headers } = answer;
      const errors = reportedErrors(answer, [{ name: "attributes", ids }], secrets);
      return { status, durationMs, words, ...errors, limit: reportedLimit(headers, Date.now()) };
    },

    /**
     * An update of a user that does not exist, without any attribute: Braze documents that it creates nobody, and a 201 proves the
     * permission. A 400 says that the key was not at fault, too.
     */
    async testKey() {
      const startedMs = Date.now();
      try {
        const object = { external_id: TEST_ID, _update_existing_only: true };
        const { status, durationMs, words } = await post([object], [restApiKey]);
        return { status, durationMs, words };
      } catch (err) {
        if (!(err instanceof VendorError) || err.kind !== "refused") throw err;
        return { status: err.status ?? 400, durationMs: Date.now() - startedMs, words: err.words };
      }
    },
  };
}

/** What Braze found wrong with the key. Source: https://braze.com/docs/api/errors */
function reasonOf(
  status: number,
  words: string,
): "rest_api_key" | "rest_permission" | "rest_plan" | undefined {
  if (status === 403) return "rest_plan";
  if (status === 404) return "rest_api_key";
  if (status !== 401) return undefined;
  return ABOUT_PERMISSION.test(words) ? "rest_permission" : "rest_api_key";
}
