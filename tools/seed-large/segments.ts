import type { PoolClient } from "pg";
import type { SeedSize } from "./size";

/** Fills segment, member, task, page, sync and push from the plan in `seed_destination`. */
export async function seedSegments(sql: PoolClient, size: SeedSize, until: Date): Promise<void> {
  await sql.query(PLAN_SEGMENTS, [until, size.largestSegmentMembers]);
  await sql.query(INSERT_SEGMENTS);
  await sql.query(INSERT_MEMBERS);
  await sql.query(COUNT_MEMBERS);
  await sql.query(INSERT_TASKS);
  await sql.query(INSERT_PAGES);

  await sql.query(PLAN_PUSHES, [until, size.days, size.syncs]);
  await sql.query(INSERT_SYNCS);
  await sql.query(INSERT_PUSHES);
}

// A segment that is off was never synced: its members are all owed.
const PLAN_SEGMENTS = `
  CREATE TEMP TABLE seed_segment AS
  SELECT pg_temp.seed_id(d.created_at + make_interval(hours => place), 'segment ' || no) AS id, no, trouble, d.id AS destination_id,
         d.customer_id, no::text AS heap_segment_id, d.created_at + make_interval(hours => place) AS created_at,
         CASE WHEN place <= p.recurring THEN 'recurring' WHEN place % 3 = 0 THEN 'off' ELSE 'manual' END::segment_mode AS mode,
         (ARRAY['Active last 7 days', 'Trial, not converted', 'Cart abandoned', 'Power users', 'At risk', 'Newsletter readers',
                'High lifetime value', 'Onboarding unfinished', 'Mobile only', 'Opened no email in 30 days'])[1 + no % 10]
           || CASE WHEN place > 10 THEN ' ' || (place - 1) / 10 + 1 ELSE '' END AS name,
         CASE WHEN no = 1 THEN $2 ELSE 20 + pg_temp.seed_hash(no) % 400 END AS members,
         $1::timestamptz - make_interval(mins => 10 + pg_temp.seed_hash(no) % 230) AS last_page_at,
         $1::timestamptz + make_interval(mins => 10 + pg_temp.seed_hash(no) % 230) AS next_sync_at
  FROM (SELECT *, coalesce(sum(segments) OVER (ORDER BY number ROWS UNBOUNDED PRECEDING EXCLUDE CURRENT ROW), 0)::int AS earlier
        FROM seed_destination) p
  JOIN destination d USING (id)
  CROSS JOIN LATERAL generate_series(1, p.segments) AS place
  CROSS JOIN LATERAL (SELECT p.earlier + place AS no) n`;

const INSERT_SEGMENTS = `
  INSERT INTO segment (id, customer_id, destination_id, heap_segment_id, name, mode, cohort_name, cohort_named_at,
                       last_page_at, next_sync_at, created_at)
  SELECT id, customer_id, destination_id, heap_segment_id, name, mode, CASE WHEN mode <> 'off' THEN name END,
         CASE WHEN mode <> 'off' THEN created_at END, last_page_at, CASE mode WHEN 'recurring' THEN next_sync_at END,
         created_at
  FROM seed_segment`;

// One in 200 is owed, one in 900 is refused (one in 9 where Braze refuses many), one in 40 has left.
const INSERT_MEMBERS = `
  INSERT INTO member (segment_id, user_key, wanted, acked, task_order, refused)
  SELECT id, 'user-' || lpad(place::text, 6, '0'), wanted,
         CASE WHEN mode = 'off' OR is_refused THEN false WHEN place % 200 = 7 THEN NOT wanted ELSE wanted END,
         floor(extract(epoch FROM last_page_at) * 1000)::bigint,
         CASE WHEN is_refused THEN 'user_ids contains an id that is not valid' END
  FROM seed_segment
  CROSS JOIN LATERAL generate_series(1, members) AS place
  CROSS JOIN LATERAL (SELECT place % 40 <> 3 AS wanted, mode <> 'off' AND place % CASE trouble WHEN 'members_refused' THEN 9 ELSE 900 END = 2
                               AND place % 40 <> 3 AS is_refused) m`;

const COUNT_MEMBERS = `
  UPDATE segment SET wanted_count = wanted, acked_count = acked
  FROM (SELECT segment_id, count(*) FILTER (WHERE wanted) AS wanted, count(*) FILTER (WHERE acked) AS acked
        FROM member GROUP BY segment_id) m
  WHERE segment.id = m.segment_id`;

const INSERT_TASKS = `
  INSERT INTO task (id, customer_id, segment_id, sync_task_id, task_order, total_pages, state, first_page_at, last_page_at)
  SELECT pg_temp.seed_id(last_page_at, 'task ' || no), customer_id, id, 'task-' || no,
         floor(extract(epoch FROM last_page_at) * 1000)::bigint, 1, 'complete', last_page_at, last_page_at
  FROM seed_segment`;

const INSERT_PAGES = `
  INSERT INTO page (id, customer_id, destination_id, segment_id, task_id, action, page_number, dedupe_key, state, signed,
                    adds, removes, received_at)
  SELECT pg_temp.seed_id(last_page_at, 'page ' || no), customer_id, destination_id, id,
         pg_temp.seed_id(last_page_at, 'task ' || no), 'segment.users.sync', 1, 'page:task-' || no || ':1:' || md5(no::text),
         'applied', true, members, 0, last_page_at
  FROM seed_segment`;

// A sync failed only where the next one of its segment made up for it, `total` syncs later: nobody's newest failed.
// The calls come first: what a sync says is the sum of its calls. A call that failed or was refused moved nobody.
const PLAN_PUSHES = `
  CREATE TEMP TABLE seed_push AS
  SELECT sync_no, call, s.id AS segment_id, s.customer_id, s.destination_id, requested_at,
         requested_at + make_interval(secs => 2 * call) AS started_at,
         sync_state,
         CASE WHEN call < calls THEN 'accepted' WHEN sync_no % 25 = 3 THEN 'refused' WHEN sync_state = 'failed' THEN 'failed' ELSE 'accepted'
           END::call_state AS state,
         CASE WHEN call = calls AND sync_no % 25 = 3 THEN 1 ELSE 5 + hash % 900 END AS adds,
         CASE WHEN call = calls AND sync_no % 25 = 3 THEN 0 ELSE hash % 60 END AS removes
  FROM generate_series(1, $3::int) AS sync_no
  JOIN (SELECT *, row_number() OVER (ORDER BY no) - 1 AS place, count(*) OVER () AS total
        FROM seed_segment WHERE mode <> 'off') s ON s.place = sync_no * 7919::bigint % s.total
  CROSS JOIN LATERAL (SELECT pg_temp.seed_time((sync_no - 0.5) / $3::int, $1, $2) AS requested_at,
                             1 + pg_temp.seed_hash(sync_no) % 4 AS calls) t
  CROSS JOIN LATERAL (SELECT CASE
      WHEN sync_no % 25 = 3 THEN 'succeeded_with_errors'
      WHEN sync_no % 25 = 11 AND sync_no + s.total <= $3::int THEN 'failed'
      WHEN sync_no % 25 = 17 THEN 'cancelled'
      ELSE 'succeeded' END::sync_state AS sync_state) f
  CROSS JOIN LATERAL generate_series(1, calls) AS call
  CROSS JOIN LATERAL (SELECT pg_temp.seed_hash(sync_no * 10 + call) AS hash) h`;

const INSERT_SYNCS = `
  INSERT INTO sync (id, customer_id, destination_id, segment_id, trigger, state, requested_by, requested_at, started_at,
                    finished_at, touched_at, owed_at_start, added, removed, refused, pushes, error)
  SELECT pg_temp.seed_id(requested_at, 'sync ' || sync_no), customer_id, destination_id, segment_id,
         (ARRAY['delta', 'recurring', 'recurring', 'manual', 'delta', 'recurring'])[1 + sync_no % 6]::sync_trigger, sync_state,
         CASE WHEN sync_no % 6 = 3 THEN 'Large Admin' ELSE 'system' END, requested_at, requested_at + interval '1 second',
         max(started_at) + interval '2 seconds', max(started_at) + interval '2 seconds', sum(adds + removes),
         coalesce(sum(adds) FILTER (WHERE state = 'accepted'), 0),
         coalesce(sum(removes) FILTER (WHERE state = 'accepted'), 0),
         count(*) FILTER (WHERE state = 'refused'), count(*),
         CASE sync_state WHEN 'failed' THEN 'Braze is not responding. The changes are kept, and the next sync sends them.'
                         WHEN 'cancelled' THEN 'Cancelled on request.' END
  FROM seed_push GROUP BY sync_no, customer_id, destination_id, segment_id, sync_state, requested_at`;

const INSERT_PUSHES = `
  INSERT INTO push (id, customer_id, segment_id, sync_id, adds, removes, user_keys, state, status, words, started_at, finished_at)
  SELECT pg_temp.seed_id(started_at, 'push ' || sync_no || ' ' || call), customer_id, segment_id,
         pg_temp.seed_id(requested_at, 'sync ' || sync_no), adds, removes, '{}', state,
         CASE state WHEN 'accepted' THEN 201 WHEN 'refused' THEN 400 END,
         CASE state WHEN 'refused' THEN 'user_ids contains an id that is not valid' WHEN 'failed' THEN 'No response within 30 s' END,
         started_at, started_at + interval '1 second'
  FROM seed_push`;
