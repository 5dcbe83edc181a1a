import { loadMapping } from "@/lib/forwarding/mapping/mapping-of-source";
import { pool } from "@/lib/kernel/database";
import { countMatches } from "./count-matches";
import type { OverlapFacts } from "./overlap-facts";
import { readIdentities } from "./read-identities";

/**
 * Measures how many of the identities that a source's Currents names are members of the customer's segments, for both
 * of Braze's ids, and keeps the result as the source's newest. The numbers of statements, rows and bytes are bounded.
 * Of two at once, the one that began later is kept.
 * @throws TributaryError `not_found`, also when it is another customer's
 */
export async function measureOverlap(input: {
  customerId: string;
  sourceId: string;
}): Promise<{ measuredAt: Date; facts: OverlapFacts }> {
  const { rows } = await pool.query<{ now: Date }>("SELECT now() AS now");
  const measuredAt = rows[0]?.now ?? new Date();
  const mapping = await loadMapping(input);

  const { events, batches, hasMoreEvents, identities } = await readIdentities(input.sourceId, mapping);
  const facts = { events, batches, hasMoreEvents, ...(await countMatches(input.customerId, identities)) };

  await pool.query(
    `INSERT INTO identity_overlap AS o (source_id, customer_id, measured_at, facts) VALUES ($1, $2, $3, $4)
     ON CONFLICT (source_id) DO UPDATE SET measured_at = EXCLUDED.measured_at, facts = EXCLUDED.facts
     WHERE o.measured_at <= EXCLUDED.measured_at`,
    [input.sourceId, input.customerId, measuredAt, facts],
  );
  return { measuredAt, facts };
}
