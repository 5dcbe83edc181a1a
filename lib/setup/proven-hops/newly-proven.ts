import { DESTINATION_HOPS, SOURCE_HOPS } from "@/lib/setup/proven-hops/hop-kinds";

/** Hop kinds as an SQL list of rows. */
const rowsOf = (kinds: readonly string[]) => kinds.map((kind) => `('${kind}')`).join(", ");

/**
 * The hops that real requests have proven but that are not yet in `check`, of one customer (`$1`) or of all ($1
 * null): customer_id, source_id, destination_id, kind, proven_at, detail. LATERAL branches of another kind are never
 * run, and each looks up one first row by an index: proven hops cost nothing (OFFSET 0 keeps PostgreSQL from looking
 * for proofs before it knows which hops are open), open ones little.
 *
 * Only the present workspace of Braze proves anything. Braze accepted the key if it accepted a cohort's name or any members. A sync's pushes are read only if its own
 * counts say that Braze accepted something.
 */
export const NEWLY_PROVEN = `
  SELECT open.customer_id, open.source_id, NULL::uuid AS destination_id, open.kind, proof.at AS proven_at, proof.detail
  FROM (
    SELECT s.customer_id, s.id AS source_id, hop.kind
    FROM source s CROSS JOIN (VALUES ${rowsOf(SOURCE_HOPS)}) AS hop (kind)
    WHERE ($1::uuid IS NULL OR s.customer_id = $1)
      AND NOT EXISTS (
        SELECT FROM "check" c WHERE c.customer_id = s.customer_id AND c.source_id = s.id AND c.kind = hop.kind
      )
    OFFSET 0
  ) open
  CROSS JOIN LATERAL (
    SELECT * FROM (
      (SELECT e.last_probe_at AS at, 'Proven by a credential probe.' AS detail
       FROM endpoint e
       WHERE open.kind = 'credential_probe' AND e.source_id = open.source_id AND e.last_probe_at IS NOT NULL)
      UNION ALL
      (SELECT b.received_at,
              CASE open.kind WHEN 'first_batch' THEN 'Proven by a batch from Braze.' ELSE 'Proven by the first batch.' END
       FROM batch b
       WHERE open.kind IN ('credential_probe', 'first_batch') AND b.source_id = open.source_id AND NOT b.is_simulated
       ORDER BY b.id LIMIT 1)
      UNION ALL
      (SELECT d.finished_at, 'Proven by a delivery that Heap accepted.'
       FROM delivery d
       WHERE open.kind = 'first_event_accepted' AND d.source_id = open.source_id AND d.state = 'accepted'
       ORDER BY d.id LIMIT 1)
    ) found
    ORDER BY at LIMIT 1
  ) proof
  UNION ALL
  SELECT open.customer_id, NULL, open.destination_id, open.kind, proof.at, proof.detail
  FROM (
    SELECT d.customer_id, d.id AS destination_id, hop.kind, COALESCE(d.workspace_since, '-infinity') AS workspace_since
    FROM destination d CROSS JOIN (VALUES ${rowsOf(DESTINATION_HOPS)}) AS hop (kind)
    WHERE ($1::uuid IS NULL OR d.customer_id = $1) AND (d.kind = 'cohort' OR hop.kind <> 'cohort_created')
      AND NOT EXISTS (
        SELECT FROM "check" c
        WHERE c.customer_id = d.customer_id AND c.destination_id = d.id AND c.kind = hop.kind
      )
    OFFSET 0
  ) open
  JOIN segment s ON s.destination_id = open.destination_id
  CROSS JOIN LATERAL (
    SELECT * FROM (
      (SELECT p.received_at AS at, 'Proven by an update with a valid signature.' AS detail
       FROM page p
       WHERE open.kind = 'signed_page' AND p.segment_id = s.id AND p.signed
         AND EXISTS (SELECT FROM webhook_secret w WHERE w.destination_id = open.destination_id)
       ORDER BY p.id LIMIT 1)
      UNION ALL
      (SELECT s.cohort_named_at,
              CASE open.kind WHEN 'cohort_created' THEN 'Braze has the cohort ' || s.cohort_name || '.'
              ELSE 'Proven by the first cohort.' END
       WHERE open.kind IN ('braze_key_accepted', 'cohort_created') AND s.cohort_named_at IS NOT NULL)
      UNION ALL
      (SELECT p.finished_at,
              CASE open.kind WHEN 'braze_key_accepted' THEN 'Proven by a push that Braze accepted.'
              ELSE 'Braze accepted members of ' || s.name || '.' END
       FROM sync y JOIN push p ON p.sync_id = y.id AND p.state = 'accepted'
       WHERE y.segment_id = s.id AND p.started_at >= open.workspace_since
         AND (open.kind = 'first_members_accepted' AND y.added > 0 AND p.adds > 0
              OR open.kind = 'braze_key_accepted' AND y.added + y.removed > 0)
       ORDER BY y.id, p.id LIMIT 1)
    ) found
    ORDER BY at LIMIT 1
  ) proof`;
