import type { Entry } from "@/lib/forwarding/batches/map-batch";
import type { ForwardableSource } from "@/lib/forwarding/batches/take-pending";
import { isNewType } from "@/lib/forwarding/mapping/type-rule";
import { pool } from "@/lib/kernel/database";

/** So many types are remembered of a source, however many it invents. The others follow its rule for new types. */
export const MAX_SEEN_TYPES = 100;

/**
 * Remembers event types that neither our catalog nor the source's settings know, the first time it sends them, for a
 * person to decide about. Costs no statement when there is nothing new.
 * @returns the source, with those types among the seen ones
 */
export async function noteNewTypes(
  source: ForwardableSource,
  entries: readonly Entry[],
): Promise<ForwardableSource> {
  const { mapping } = source;
  const types = new Set<string>();
  const room = MAX_SEEN_TYPES - Object.keys(mapping.seenTypes).length;
  for (const { type, outcome } of entries) {
    if (types.size >= room) break;
    if (type === null || outcome === "quarantined") continue;
    if (isNewType(type, mapping) && !Object.hasOwn(mapping.seenTypes, type)) types.add(type);
  }
  if (types.size === 0) return source;

  await pool.query(
    `INSERT INTO seen_type (id, source_id, customer_id, type)
     SELECT gen_random_uuid(), $1, $2, type FROM unnest($3::text[]) AS n (type)
     ON CONFLICT (source_id, type) DO NOTHING`,
    [source.id, source.customerId, [...types]],
  );
  const seen = Object.fromEntries([...types].map((type) => [type, null]));
  return { ...source, mapping: { ...mapping, seenTypes: { ...seen, ...mapping.seenTypes } } };
}
