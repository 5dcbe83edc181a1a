import { TributaryError } from "@/lib/kernel/errors";
import { callVendor } from "@/lib/vendors/vendor-call";

/** Most ids in one call. Source: https://www.braze.com/docs/api/endpoints/user_data/post_user_delete */
const MAX_DELETE_IDS_PER_CALL = 50;

/**
 * Has Braze delete users for good (`POST /users/delete`), by Braze's own ids, which no other workspace uses: a key of the
 * wrong workspace deletes nobody. A success means queued. Asking twice deletes nothing more.
 *
 * @param restApiKey a REST API key with the permission `users.delete`.
 * @throws TributaryError `invalid` for none or too many ids, before any call.
 * @throws VendorError like `callVendor`; `unauthorized` when the key is unknown or lacks the permission
 */
export async function deleteBrazeUsers(call: {
  baseUrl: string;
  restApiKey: string;
  brazeIds: readonly string[];
  timeoutSeconds?: number;
  fetch?: typeof fetch;
}): Promise<void> {
  const { brazeIds } = call;
  if (brazeIds.length === 0 || brazeIds.length > MAX_DELETE_IDS_PER_CALL) {
    throw new TributaryError("invalid", `Braze deletes 1 to ${MAX_DELETE_IDS_PER_CALL} users in one call.`);
  }
  await callVendor({
    vendor: "braze",
    name: "users_delete",
    url: `${call.baseUrl}/users/delete`,
    headers: { authorization: `Bearer ${call.restApiKey}` },
    body: { braze_ids: brazeIds },
    secrets: [call.restApiKey],
    timeoutSeconds: call.timeoutSeconds,
    fetch: call.fetch,
  });
}
