import type { Entry } from "@/lib/forwarding/batches/map-batch";
import { pool } from "@/lib/kernel/database";
import { findSentLately, identitiesOverLimit } from "./book-delivery";

/**
 * The identities among entries to be sent that would exceed Heap's limit per identity and minute. An app without a
 * limit (the sandbox can have none) has none here either.
 */
export async function findOverLimit(
  heapApp: string,
  entries: readonly Entry[],
  limitPerMinute: number,
): Promise<Set<string>> {
  if (!Number.isFinite(limitPerMinute)) return new Set();

  const counts = new Map<string, number>();
  for (const { identity } of entries) if (identity) counts.set(identity, (counts.get(identity) ?? 0) + 1);
  return identitiesOverLimit(counts, await findSentLately(pool, heapApp, [...counts.keys()]));
}
