import type { PoolClient } from "pg";
import type { SeedSize } from "./size";

/** Fills alert and audit_entry: many problems that are over, and who changed what. */
export async function seedHistory(sql: PoolClient, size: SeedSize, until: Date): Promise<void> {
  await sql.query(INSERT_RESOLVED_ALERTS, [until, size.days, size.resolvedAlerts]);
  await sql.query(INSERT_AUDIT, [until, size.days, size.auditEntries]);
}

const INSERT_RESOLVED_ALERTS = `
  INSERT INTO alert (id, customer_id, destination_id, kind, subject, message, next_action, opened_at, resolved_at)
  SELECT pg_temp.seed_id(opened_at, 'resolved alert ' || no), d.customer_id, d.id, 'pages_missing', d.id::text,
         'Heap announced 3 updates of “Power users” and sent 2; what arrived was applied.',
         'Sync the segment again in Heap. If it stays incomplete, turn its sync in Heap off and on again.', opened_at, opened_at + make_interval(mins => 5 + no % 600)
  FROM generate_series(1, $3::int) AS no
  JOIN (SELECT *, row_number() OVER (ORDER BY number) - 1 AS place, count(*) OVER () AS total FROM seed_destination) d
    ON d.place = no * 31 % d.total
  CROSS JOIN LATERAL (SELECT pg_temp.seed_time((no - 0.5) / $3::int * 0.98, $1, $2) AS opened_at) t`;

const INSERT_AUDIT = `
  INSERT INTO audit_entry (id, at, actor_kind, actor_id, actor_name, action, customer_id, subject_kind, subject_id, before, after)
  SELECT pg_temp.seed_id(at, 'audit ' || no), at, CASE WHEN hash % 9 = 0 THEN 'system' ELSE 'user' END::actor_kind,
         CASE WHEN hash % 9 <> 0 THEN u.id::text END, CASE WHEN hash % 9 = 0 THEN 'schedule' ELSE u.name END,
         action, s.customer_id,
         split_part(action, '.', 1), CASE split_part(action, '.', 1) WHEN 'source' THEN s.id WHEN 'customer' THEN s.customer_id
           WHEN 'segment' THEN coalesce(g.id, s.id) ELSE d.id END::text, before, after
  FROM generate_series(1, $3::int) AS no
  CROSS JOIN LATERAL (SELECT pg_temp.seed_time((no - 0.5) / $3::int, $1, $2) AS at, pg_temp.seed_hash(no) AS hash) t
  JOIN (SELECT *, row_number() OVER (ORDER BY number) - 1 AS place, count(*) OVER () AS total FROM seed_source) s
    ON s.place = CASE WHEN hash % 4 = 0 THEN 0 ELSE hash % s.total END
  JOIN seed_destination d ON d.customer_id = s.customer_id
  LEFT JOIN LATERAL (SELECT id FROM seed_segment WHERE customer_id = s.customer_id ORDER BY no LIMIT 1) g ON true
  JOIN (SELECT id, name, row_number() OVER (ORDER BY email) - 1 AS place, count(*) OVER () AS total FROM "user") u
    ON u.place = hash % u.total
  JOIN (VALUES
      (0, 'source.updated', '{"prefix": null}'::jsonb, '{"prefix": "braze-"}'::jsonb),
      -- Nothing here contradicts what the rows say now: no pause of a source that runs, nobody live only since today.
      (1, 'source.updated', '{"machineEvents": "forward"}', '{"machineEvents": "mark"}'),
      (2, 'source.updated', '{"protectsPersonalData": false}', '{"protectsPersonalData": true}'),
      (3, 'destination.updated', '{"dataImportKey": "set"}', '{"dataImportKey": "replaced"}'),
      (4, 'segment.mode_set', '{"mode": "off"}', '{"mode": "recurring"}'),
      (5, 'customer.updated', '{"lagTargetSeconds": null}', '{"lagTargetSeconds": 300}')
    ) AS k(place, action, before, after) ON k.place = hash / 16 % CASE WHEN g.id IS NULL THEN 4 ELSE 6 END`;
