import { pool } from "@/lib/kernel/database";
import { CUSTOMER_IS_OPEN } from "@/lib/kernel/holds/hold-rule";

/** How many sources one run of the function measures; the others wait a minute. */
const SOURCES_PER_RUN = 20;

/**
 * The sources to measure now, longest waiting first: never measured, changed since, or with something new from Braze
 * or Heap since. A new source is measured about every minute, an old one at most every six hours, when its share
 * hardly changes. A customer's first members count at once. Those whose measuring broke off come last.
 */
export async function findDueOverlaps(): Promise<{ customerId: string; sourceId: string }[]> {
  const { rows } = await pool.query<{ customerId: string; sourceId: string }>(DUE);
  return rows;
}

const DUE = `
  SELECT s.customer_id AS "customerId", s.id AS "sourceId"
  FROM source s
  JOIN customer c ON c.id = s.customer_id
  LEFT JOIN identity_overlap o ON o.source_id = s.id
  CROSS JOIN LATERAL (
    SELECT b.received_at FROM batch b WHERE b.source_id = s.id AND NOT b.is_simulated ORDER BY b.id DESC LIMIT 1
  ) braze
  CROSS JOIN LATERAL (
    SELECT max(g.last_page_at) AS last_page_at FROM segment g WHERE g.customer_id = s.customer_id
  ) heap
  WHERE ${CUSTOMER_IS_OPEN} AND (
    o.source_id IS NULL
    OR s.updated_at > o.measured_at
    OR (heap.last_page_at > o.measured_at AND o.facts->'members' = '0')
    OR (GREATEST(braze.received_at, heap.last_page_at) > o.measured_at
        AND o.measured_at < now() - LEAST(
          interval '6 h', GREATEST(interval '45 s', (o.measured_at - s.created_at) / 10)
        ))
  )
  ORDER BY EXISTS (SELECT FROM open_slice w WHERE w.job = 'overlap' AND w.subject_id = s.id), o.measured_at NULLS FIRST, s.id LIMIT ${SOURCES_PER_RUN}`;
