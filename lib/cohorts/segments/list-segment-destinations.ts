import { pool } from "@/lib/kernel/database";
import { DESTINATION_HOLD } from "@/lib/kernel/holds/hold-rule";
import { HAS_BRAZE_KEY } from "@/lib/setup/destinations/key-columns";
import { MAX_RECURRING_SEGMENTS } from "./recurring-limits";
import type { SegmentDestinationView } from "./segment-view";

/**
 * What the segments of each destination of a customer share: how users are identified, how many segments are recurring,
 * and whether anything may be pushed. Oldest first, in one statement.
 * @param destinationId only this one
 */
export async function listSegmentDestinations(
  customerId: string,
  destinationId: string | null = null,
): Promise<SegmentDestinationView[]> {
  const { rows } = await pool.query<SegmentDestinationView>(
    `SELECT d.id, d.name, d.kind, d.identifier_kind AS "identifierKind", d.alias_label AS "aliasLabel",
            (SELECT count(*)::int FROM segment s WHERE s.destination_id = d.id) AS segments,
            (SELECT count(*)::int FROM segment s WHERE s.destination_id = d.id AND s.mode = 'recurring') AS recurring,
            $3::int AS "recurringLimit", d.rest_api_key_enc IS NOT NULL AS "hasRestApiKey",
            COALESCE(${DESTINATION_HOLD},
                     CASE WHEN ${HAS_BRAZE_KEY} THEN NULL
                          WHEN d.kind = 'cohort' THEN 'no_data_import_key' ELSE 'no_rest_api_key' END) AS "blockedBy"
     FROM destination d JOIN customer c ON c.id = d.customer_id
     WHERE d.customer_id = $1 AND ($2::uuid IS NULL OR d.id = $2)
     ORDER BY d.id`,
    [customerId, destinationId, MAX_RECURRING_SEGMENTS],
  );
  return rows;
}
