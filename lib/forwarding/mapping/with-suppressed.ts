import type { Mapping } from "@/lib/forwarding/mapping/map-event";
import { namedIds } from "@/lib/forwarding/mapping/message-about-user";
import { pool } from "@/lib/kernel/database";
import { findSuppressed } from "@/lib/kernel/suppressions/find-suppressed";

/**
 * The source, whose mapping knows which users of these events were deleted on request. An event may name several ids, and
 * each is enough.
 */
export async function withSuppressed<Source extends { customerId: string; mapping: Mapping }>(
  source: Source,
  batches: readonly { events: readonly unknown[] | null }[],
): Promise<Source> {
  const suppressed = await findSuppressed(pool, source.customerId, () => idsOf(batches));
  return suppressed.size === 0 ? source : { ...source, mapping: { ...source.mapping, suppressed } };
}

function idsOf(batches: readonly { events: readonly unknown[] | null }[]): Set<string> {
  const ids = new Set<string>();
  for (const { events } of batches) {
    for (const event of events ?? []) {
      for (const id of namedIds(event)) ids.add(id);
    }
  }
  return ids;
}
