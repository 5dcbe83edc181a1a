import { env } from "@/lib/kernel/env";
import { TributaryError } from "@/lib/kernel/errors";
import { MAX_USERS_PER_CALL } from "@/lib/vendors/heap/limits";
import { heapHost } from "@/lib/vendors/heap/regions";
import { callVendor } from "@/lib/vendors/vendor-call";

/** Shorter than for events, which wait in the meantime. */
const TIMEOUT_SECONDS = 10;

interface HeapUser {
  /** Case-sensitive. An unknown one creates a user. */
  identity: string;
  properties: Record<string, string | number>;
}

interface HeapPropertiesClient {
  /**
   * Writes properties of 1 to 1,000 users of one app id in one call; what is there is overwritten, so a repeat changes
   * nothing.
   * @throws TributaryError `invalid` for none or too many, before any call.
   * @throws VendorError `refused` when Heap rejects the content; which user is at fault is not documented.
   */
  addUserProperties(call: { appId: string; users: readonly HeapUser[] }): Promise<void>;
}

/**
 * The gateway to Heap's user properties (`POST /api/add_user_properties`, bulk form).
 * Source: https://developers.heap.io/reference/add-user-properties
 */
function createHeapPropertiesClient(options: { baseUrl: string }): HeapPropertiesClient {
  return {
    async addUserProperties({ appId, users }) {
      if (users.length === 0 || users.length > MAX_USERS_PER_CALL) {
        throw new TributaryError("invalid", `Heap takes 1 to ${MAX_USERS_PER_CALL} users in one call.`);
      }
      await callVendor({
        vendor: "heap",
        name: "add_user_properties",
        url: `${options.baseUrl}/api/add_user_properties`,
        body: {
          app_id: appId,
          users: users.map(({ identity, properties }) => ({ identity, properties })),
        },
        secrets: [],
        timeoutSeconds: TIMEOUT_SECONDS,
      });
    },
  };
}

/** How to write user properties of the Heap app of a source. */
export function heapPropertiesOf(source: { heapRegion: string }): HeapPropertiesClient {
  const { SANDBOX_URL } = env();
  return createHeapPropertiesClient({
    baseUrl: heapHost(source.heapRegion, SANDBOX_URL),
  });
}
