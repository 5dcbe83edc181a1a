import { pool } from "@/lib/kernel/database";
import { FACTS } from "./health-facts";
import { type Finding, type HealthFacts, type HealthView, JUDGED, toHealth } from "./health-rule";

/** What `toHealth` needs, in SQL, after joining `FACTS` and `JUDGED`. */
export const HEALTH_COLUMNS = `
  judged.finding, alerts.message AS "alertMessage", flow.heap_failures AS "heapFailures",
  membership.failed_segments AS "failedSegments", membership.failed_times AS "failedTimes",
  membership.failed_since::text AS "failedSince", flow.quarantined_lately AS "quarantinedLately", membership.refused`;

export interface HealthRow extends HealthFacts {
  /** @neverNull the last of the findings is always true */
  finding: Finding;
}

/**
 * The health of the given customers with its reason in words, in one statement for any number of them.
 * @returns one entry for each customer that exists, by id
 */
export async function readHealth(customerIds: readonly string[]): Promise<Map<string, HealthView>> {
  const { rows } = await pool.query<HealthRow & { id: string }>(READ, [customerIds]);
  return new Map(rows.map((row) => [row.id, toHealth(row.finding, row)]));
}

const READ = `SELECT c.id, ${HEALTH_COLUMNS} FROM customer c ${FACTS} ${JUDGED} WHERE c.id = ANY($1::uuid[])`;
