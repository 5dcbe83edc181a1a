import { TributaryError, VendorError } from "@/lib/kernel/errors";
import { callVendor, type VendorAnswer } from "@/lib/vendors/vendor-call";

/** Most users in one request. Source: Heap's reference "User deletion", developers.heap.io/reference/user-deletion. */
const MAX_USERS_PER_DELETION = 10_000;

/** How far Heap is with a deletion. */
type DeletionStatus = "pending" | "complete";

/** The answers are a token or an id. */
const MAX_ANSWER_BYTES = 64 * 1024;

export interface HeapDeletionClient {
  /**
   * Asks Heap to delete users, by their identity. Asking twice deletes nothing more.
   * @returns Heap's id of the request
   * @throws TributaryError `invalid` for none or too many, before any call.
   * @throws VendorError like `callVendor`; `unauthorized` when Heap does not take the app id and key
   */
  requestDeletion(identities: readonly string[]): Promise<string>;
  /** @throws VendorError like `callVendor`; `not_found` for an id that Heap does not know */
  readStatus(deletionId: string): Promise<DeletionStatus>;
}

/**
 * The gateway to Heap's user deletion API. Each call first gets a token with the app id and API key of the main production
 * environment; it is valid for 5 minutes and is not kept. Source: docs/contracts/heap-track.md#deleting-users.
 *
 * @param options.baseUrl from `heapDeletionHost`
 */
export function createHeapDeletionClient(options: {
  baseUrl: string;
  appId: string;
  apiKey: string;
  timeoutSeconds?: number;
  fetch?: typeof fetch;
}): HeapDeletionClient {
  const { baseUrl, appId, apiKey, timeoutSeconds, fetch } = options;
  const basic = Buffer.from(`${appId}:${apiKey}`).toString("base64");
  const common = { vendor: "heap", maxBodyBytes: MAX_ANSWER_BYTES, timeoutSeconds, fetch } as const;

  async function getToken(): Promise<string> {
    const answer = await callVendor({
      ...common,
      name: "auth_token",
      url: `${baseUrl}/api/public/v0/auth_token`,
      body: {},
      headers: { authorization: `Basic ${basic}` },
      secrets: [apiKey, basic],
    });
    return textField(answer, "access_token", "a token");
  }

  async function authorized(): Promise<{ headers: Record<string, string>; secrets: readonly string[] }> {
    const token = await getToken();
    return { headers: { authorization: `Bearer ${token}` }, secrets: [apiKey, basic, token] };
  }

  return {
    async requestDeletion(identities) {
      if (identities.length === 0 || identities.length > MAX_USERS_PER_DELETION) {
        throw new TributaryError(
          "invalid",
          `Heap deletes 1 to ${MAX_USERS_PER_DELETION} users in one request.`,
        );
      }
      const answer = await callVendor({
        ...common,
        ...(await authorized()),
        name: "user_deletion",
        url: `${baseUrl}/api/public/v0/user_deletion`,
        body: { users: identities.map((identity) => ({ identity })) },
      });
      return textField(answer, "deletion_request_id", "a request ID");
    },

    async readStatus(deletionId) {
      const answer = await callVendor({
        ...common,
        ...(await authorized()),
        name: "deletion_status",
        url: `${baseUrl}/api/public/v0/deletion_status/${encodeURIComponent(deletionId)}`,
      });
      const status = textField(answer, "status", "a status");
      // What Heap may say beyond these two is documented nowhere: it is not done yet.
      return status === "complete" ? "complete" : "pending";
    },
  };
}

/** A field of the answer: a text, or a number as one. */
function textField(answer: VendorAnswer, name: string, what: string): string {
  const value = fieldOf(answer.body, name);
  if (typeof value === "number" || (typeof value === "string" && value !== "")) return String(value);
  throw new VendorError({
    vendor: "heap",
    // What broke off may be complete the next time.
    kind: answer.isComplete ? "unexpected" : "no_answer",
    status: answer.status,
    words: `Heap’s response does not contain ${what}`,
    retryAfterSeconds: null,
  });
}

function fieldOf(body: string, name: string): unknown {
  try {
    return (JSON.parse(body) as Record<string, unknown> | null)?.[name];
  } catch {
    return undefined;
  }
}
