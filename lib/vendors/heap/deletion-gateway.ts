import { env } from "@/lib/kernel/env";
import { createHeapDeletionClient, type HeapDeletionClient } from "./deletion-client";
import { heapDeletionHost } from "./regions";

/** How to have users of a source's Heap app deleted. */
export function heapDeletionOf(
  source: { heapRegion: string; heapAppId: string },
  apiKey: string,
): HeapDeletionClient {
  const { SANDBOX_URL } = env();
  const baseUrl = heapDeletionHost(source.heapRegion, SANDBOX_URL);
  return createHeapDeletionClient({ baseUrl, appId: source.heapAppId, apiKey });
}
