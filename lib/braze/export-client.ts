import { TributaryError, VendorError } from "@/lib/errors";
import { callVendor } from "@/lib/vendor-call";

/** Most external ids in one call. Source: https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier */
export const MAX_EXPORT_IDS_PER_CALL = 50;

/** Room for 50 users and 50 unknown ids of the greatest length, several times over. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/**
 * Asks Braze which external ids it knows (`POST /users/export/ids`): the only way to measure a match, since cohort
 * calls never report one. Braze allows 250 or 2,500 of these calls a minute, depending on the contract's age.
 *
 * @param restApiKey a REST API key with the permission `users.export.ids`.
 * @param externalIds 1 to 50.
 * @returns the given ids in two lists; an id Braze says nothing about counts as unknown.
 * @throws TributaryError `invalid` for none or too many ids, before any call.
 * @throws VendorError as `callVendor` has it; `no_answer` or `unexpected` when the answer cannot be read.
 */
export async function exportIds(call: {
  baseUrl: string;
  restApiKey: string;
  externalIds: readonly string[];
  timeoutSeconds?: number;
  fetch?: typeof fetch;
}): Promise<{ known: string[]; unknown: string[] }> {
  const externalIds = [...new Set(call.externalIds)];
  if (externalIds.length === 0 || externalIds.length > MAX_EXPORT_IDS_PER_CALL) {
    throw new TributaryError("invalid", `Braze checks 1 to ${MAX_EXPORT_IDS_PER_CALL} ids in one call.`);
  }

  const answer = await callVendor({
    vendor: "braze",
    name: "users_export_ids",
    url: `${call.baseUrl}/users/export/ids`,
    headers: { authorization: `Bearer ${call.restApiKey}` },
    body: { external_ids: externalIds, fields_to_export: ["external_id"] },
    secrets: [call.restApiKey],
    maxBodyBytes: MAX_ANSWER_BYTES,
    timeoutSeconds: call.timeoutSeconds,
    fetch: call.fetch,
  });
  if (!answer.isComplete) throw unreadable(answer.status, "no_answer", "The answer broke off");

  const found = foundIds(answer.body);
  if (!found) throw unreadable(answer.status, "unexpected", "The answer lists no users");

  return {
    known: externalIds.filter((id) => found.has(id)),
    unknown: externalIds.filter((id) => !found.has(id)),
  };
}

function foundIds(body: string): Set<unknown> | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return null;
  }
  const users = (parsed as { users?: unknown } | null)?.users;
  if (!Array.isArray(users)) return null;

  return new Set(users.map((user: { external_id?: unknown } | null) => user?.external_id));
}

function unreadable(status: number, kind: "no_answer" | "unexpected", words: string): VendorError {
  return new VendorError({ vendor: "braze", kind, status, words, retryAfterSeconds: null });
}
