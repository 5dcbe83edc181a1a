import type { PersonIds } from "@/lib/forwarding/messages-about-users/person-ids";
import { pool } from "@/lib/kernel/database";
import { packsWith, unpacked } from "@/lib/kernel/packed-events";
import { type HeapFacts, isExternalIdKnown, type PlannedSource, type SourceAndApp } from "./plan-heap-apps";

/**
 * Where a person may have been sent to: by the calls and events that are kept, which outlive the bodies and do not change
 * with a source's settings.
 * @param seenInBodies sources with events of the person in stored bodies
 */
export async function findHeapFacts(
  customerId: string,
  ids: PersonIds,
  seenInBodies: readonly string[],
): Promise<HeapFacts> {
  const { rows: sources } = await pool.query<PlannedSource>(
    `SELECT id, name, heap_app AS "heapApp", identity_field AS "identityField", placeholders,
            allowed_identities AS "allowedIdentities"
     FROM source WHERE customer_id = $1 ORDER BY id`,
    [customerId],
  );
  const sourceIds = sources.map(({ id }) => id);
  // A call that Heap refused brought nobody there. Any other may have, whatever became of its answer.
  const { rows: called } = await pool.query<SourceAndApp>(
    `SELECT DISTINCT source_id AS "sourceId", heap_app AS "heapApp" FROM delivery
     WHERE source_id = ANY ($1::uuid[]) AND state <> 'refused'`,
    [sourceIds],
  );
  const { rows: seen } = await pool.query<{ sourceId: string; heapApp: string | null }>(
    `SELECT DISTINCT e.source_id AS "sourceId", d.heap_app AS "heapApp"
     FROM unnest($1::uuid[]) AS s (id) CROSS JOIN unnest($2::text[]) AS wanted (identity)
     CROSS JOIN LATERAL (
       SELECT source_id, outcome, delivery_id FROM event WHERE source_id = s.id AND identity = wanted.identity
       UNION ALL
       SELECT source_id, outcome, delivery_id FROM ${unpacked(packsWith("identity", "s.id::text", "wanted.identity"))} packed
       WHERE source_id = s.id AND identity = wanted.identity
     ) e LEFT JOIN delivery d ON d.id = e.delivery_id AND e.outcome = 'forwarded'`,
    [sourceIds, [...ids.externalIds, ...ids.brazeIds]],
  );
  return {
    sources,
    seenSourceIds: new Set([...seenInBodies, ...seen.map(({ sourceId }) => sourceId)]),
    called,
    calledByExternalId: isExternalIdKnown(ids) ? [] : await findCalledByExternalId(sourceIds),
    sent: seen.flatMap(({ sourceId, heapApp }) => (heapApp === null ? [] : [{ sourceId, heapApp }])),
  };
}

async function findCalledByExternalId(sourceIds: readonly string[]): Promise<SourceAndApp[]> {
  const { rows } = await pool.query<SourceAndApp>(
    `SELECT DISTINCT source_id AS "sourceId", heap_app AS "heapApp" FROM delivery
     WHERE source_id = ANY ($1::uuid[]) AND state <> 'refused' AND mapping ->> 'identityField' = 'external_user_id'`,
    [sourceIds],
  );
  return rows;
}
