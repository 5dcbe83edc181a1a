import type { HeapEvent } from "@/lib/vendors/heap/track-client";

/** The user of the test events: one with this name appears in the customer's Heap, and no other is touched. */
export const TEST_IDENTITY = "tributary-test";

/**
 * An event in which there is nothing for Heap to refuse. Its idempotency key is the source's own: however often it is
 * sent, Heap has it once. Pure.
 */
export function knownGoodEvent(source: { id: string; prefix: string | null }, now: Date): HeapEvent {
  const prefix = source.prefix ?? "";
  return {
    identity: TEST_IDENTITY,
    event: `${prefix}Tributary Test`,
    timestamp: now.toISOString(),
    properties: { [`${prefix}source`]: "Tributary" },
    idempotencyKey: `tributary-test-${source.id}`,
  };
}
