import type { PoolClient } from "pg";
import { MAPPING_RULES } from "@/lib/forwarding/mapping/map-event";
import { EVENTS_PER_BATCH, type SeedSize } from "./size";

/** This many of a paused source's latest batches are held. */
const HELD_BATCHES = 15;

/** How long a source that fell silent has brought nothing. */
const SILENT_DAYS = 4;

/** Fills event, batch and delivery from the plan in `seed_source`; the books balance, batch by batch. */
export async function seedEvents(sql: PoolClient, size: SeedSize, until: Date): Promise<void> {
  await sql.query(PLAN_BATCHES, [until, size.days, EVENTS_PER_BATCH, HELD_BATCHES, SILENT_DAYS]);
  await sql.query(EVENTS_OF_BATCHES);

  // As in a database that had weeks all the time.
  await sql.query("SELECT drop_event_weeks(current_date)");
  await sql.query("SELECT make_event_weeks($1::date - $2::int, $1::date + 14)", [until, size.days]);
  const indexes = await dropIndexes(sql, "event");
  await sql.query(INSERT_EVENTS);
  for (const index of indexes) await sql.query(index);

  await sql.query(COUNT_OUTCOMES);
  await sql.query(INSERT_BATCHES, [until, size.bodyDays]);
  await sql.query(INSERT_DELIVERIES);
  await sql.query(INSERT_FAILED_DELIVERIES);
  await sql.query(`INSERT INTO heap_app (key, touched_at)
                   SELECT s.heap_app, max(b.received_at) FROM source s JOIN seed_batch b ON b.source_id = s.id GROUP BY 1`);
}

/** Filling a table and building its indexes afterwards takes half as long as doing both at once. */
async function dropIndexes(sql: PoolClient, table: string): Promise<string[]> {
  // Of a partitioned table PostgreSQL tells the index of the parent alone, which has no rows.
  const { rows } = await sql.query<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS name, replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ') AS definition
     FROM pg_index WHERE indrelid = $1::regclass AND NOT indisprimary`,
    [table],
  );
  for (const { name } of rows) await sql.query(`DROP INDEX ${name}`);
  return rows.map((row) => row.definition);
}

// Two batches in a row hold 100 + n and 100 - n events, so that the sum is exact.
const PLAN_BATCHES = `
  CREATE TEMP TABLE seed_batch AS
  WITH placed AS (
    SELECT s.*, place, p.heap_app, p.identity_field, p.prefix, p.paused_at,
           s.number * 100000 + place AS no,
           pg_temp.seed_time((place - 0.5) / s.batches,
                             $1::timestamptz - make_interval(days => CASE trouble WHEN 'no_events' THEN $5 ELSE 0 END), $2)
             AS received_at
    FROM seed_source s JOIN source p USING (id) CROSS JOIN LATERAL generate_series(1, s.batches) AS place
  )
  SELECT pg_temp.seed_id(received_at, 'batch ' || no) AS id, no, customer_id, id AS source_id, COALESCE(trouble = 'quarantine_share', false) AS is_sick, heap_app,
         identity_field, prefix, received_at, received_at + interval '1 second' AS called_at,
         pg_temp.seed_id(received_at + interval '1 second', 'delivery ' || no) AS delivery_id,
         CASE WHEN paused_at IS NOT NULL AND place > batches - $4 THEN 'pending' ELSE 'done' END::batch_state AS state,
         $3 + CASE WHEN place = batches AND batches % 2 = 1 THEN 0
                   ELSE (pg_temp.seed_hash((no + place % 2) / 2) % 81 - 40) * CASE place % 2 WHEN 0 THEN 1 ELSE -1 END END
           AS accepted
  FROM placed
  ORDER BY received_at`;

// An event's number decides its outcome; the first of a batch is always forwarded, and a duplicate in the batch
// repeats it.
const EVENTS_OF_BATCHES = `
  CREATE TEMP VIEW seed_event AS
  SELECT b.*, i AS index, type, outcome, hash,
         lpad(to_hex(no), 8, '0') || '-0000-4000-8000-' || lpad(to_hex(CASE outcome WHEN 'duplicate' THEN 0 ELSE i END), 12, '0')
           AS event_id,
         CASE outcome WHEN 'filtered' THEN NULL WHEN 'quarantined' THEN '[REDACTED]'
                      ELSE 'user-' || lpad((hash % 90000)::text, 6, '0') END AS identity,
         b.received_at - make_interval(secs => hash % 3600) AS occurred_at
  FROM seed_batch b
  CROSS JOIN LATERAL generate_series(0, b.accepted - 1) AS i
  CROSS JOIN LATERAL (SELECT pg_temp.seed_hash(b.no::bigint * 1000 + i) AS hash) h
  CROSS JOIN LATERAL (SELECT CASE
      WHEN i = 0 THEN 'forwarded'
      WHEN hash / 64 % 1000 < CASE WHEN b.is_sick THEN 90 ELSE 4 END THEN 'quarantined'
      WHEN hash / 64 % 1000 BETWEEN 100 AND 160 THEN 'filtered'
      WHEN hash / 64 % 1000 BETWEEN 200 AND 209 THEN 'duplicate'
      ELSE 'forwarded' END::outcome AS outcome) o
  CROSS JOIN LATERAL (SELECT CASE hash % 16
      WHEN 0 THEN 'users.behaviors.CustomEvent' WHEN 1 THEN 'users.behaviors.Purchase'
      WHEN 2 THEN 'users.canvas.Entry' WHEN 3 THEN 'users.messages.email.Click'
      WHEN 4 THEN 'users.messages.pushnotification.Open' WHEN 5 THEN 'users.messages.sms.Send'
      WHEN 6 THEN 'users.messages.email.Bounce' WHEN 7 THEN 'users.behaviors.app.SessionStart'
      WHEN 8 THEN 'users.messages.inappmessage.Impression'
      WHEN 9 THEN 'users.messages.email.Open' WHEN 10 THEN 'users.messages.email.Open'
      WHEN 11 THEN 'users.messages.pushnotification.Send' WHEN 12 THEN 'users.messages.pushnotification.Send'
      ELSE 'users.messages.email.Send' END AS type) t`;

const INSERT_EVENTS = `
  INSERT INTO event (batch_id, index, customer_id, source_id, event_id, type, name, identity, occurred_at, outcome,
                     field, reason, delivery_id, recorded_at)
  SELECT id, index, customer_id, source_id, event_id, type,
         CASE WHEN outcome <> 'quarantined' THEN coalesce(prefix, '') || CASE type
           WHEN 'users.behaviors.CustomEvent' THEN 'Saved Article'
           WHEN 'users.behaviors.Purchase' THEN 'Purchase' WHEN 'users.canvas.Entry' THEN 'Canvas Entry'
           WHEN 'users.messages.email.Click' THEN 'Email Click' WHEN 'users.messages.email.Open' THEN 'Email Open'
           WHEN 'users.messages.email.Bounce' THEN 'Email Bounce' WHEN 'users.messages.email.Send' THEN 'Email Send'
           WHEN 'users.messages.pushnotification.Open' THEN 'Push Notification Open'
           WHEN 'users.messages.pushnotification.Send' THEN 'Push Notification Send'
           WHEN 'users.messages.sms.Send' THEN 'SMS Send'
           WHEN 'users.behaviors.app.SessionStart' THEN 'Session Start'
           ELSE 'In-App Message Impression' END END,
         identity, occurred_at, outcome,
         CASE outcome WHEN 'quarantined' THEN 'user.' || identity_field END,
         CASE outcome WHEN 'quarantined' THEN 'a placeholder, not a person'
                      WHEN 'filtered' THEN 'anonymous: no ' || identity_field END,
         CASE outcome WHEN 'forwarded' THEN delivery_id END, called_at + interval '1 second'
  FROM seed_event
  WHERE state = 'done'`;

const COUNT_OUTCOMES = `
  CREATE TEMP TABLE seed_count AS
  SELECT batch_id AS id, count(*) FILTER (WHERE outcome = 'forwarded') AS forwarded,
         count(*) FILTER (WHERE outcome = 'filtered') AS filtered,
         count(*) FILTER (WHERE outcome = 'duplicate') AS duplicate,
         count(*) FILTER (WHERE outcome = 'quarantined') AS quarantined
  FROM event GROUP BY batch_id`;

// As Braze sends them, without the fields that the mapping does not read.
const INSERT_BATCHES = `
  WITH body AS (
    SELECT id, convert_to(json_build_object('events', json_agg(json_build_object(
             'id', event_id, 'event_type', type, 'time', extract(epoch FROM occurred_at)::bigint,
             'user', json_build_object('user_id', CASE identity_field WHEN 'user_id' THEN identity ELSE md5(hash::text) END,
                                       'external_user_id', CASE identity_field WHEN 'external_user_id' THEN identity END,
                                       'timezone', 'Europe/Lisbon'),
             'properties', json_build_object('name', 'Saved Article', 'app_group_id', md5(source_id::text),
                                             'campaign_name', 'Weekly digest ' || hash % 40)
           ) ORDER BY index))::text, 'UTF8') AS body
    FROM seed_event
    WHERE state = 'pending' OR received_at > $1::timestamptz - make_interval(days => $2)
    GROUP BY id
  )
  INSERT INTO batch (id, customer_id, source_id, digest, body, byte_size, state, accepted, forwarded, filtered,
                     duplicate, quarantined, received_at, done_at)
  SELECT b.id, b.customer_id, b.source_id, sha256(coalesce(body.body, convert_to('batch ' || b.no, 'UTF8'))), body.body,
         coalesce(octet_length(body.body), b.accepted * 330), b.state, b.accepted, coalesce(c.forwarded, 0),
         coalesce(c.filtered, 0), coalesce(c.duplicate, 0), coalesce(c.quarantined, 0), b.received_at,
         CASE b.state WHEN 'done' THEN b.called_at + interval '1 second' END
  FROM seed_batch b LEFT JOIN seed_count c USING (id) LEFT JOIN body USING (id)`;

/** The mapping of a `seed_batch b` as forwarding stores it with a delivery. */
const MAPPING = `
  jsonb_build_object('identityField', b.identity_field, 'prefix', b.prefix, 'catalogPrefix', NULL, 'eventTypes', NULL,
                     'machineEvents', 'forward', 'rules', ${MAPPING_RULES})`;

const INSERT_DELIVERIES = `
  INSERT INTO delivery (id, customer_id, source_id, heap_app, state, event_count, mapping, status, started_at, finished_at)
  SELECT b.delivery_id, b.customer_id, b.source_id, b.heap_app, 'accepted', c.forwarded,
         ${MAPPING},
         200, b.called_at, b.called_at + interval '1 second'
  FROM seed_batch b JOIN seed_count c USING (id)`;

/** Sometimes Heap fails once before it accepts. */
const INSERT_FAILED_DELIVERIES = `
  INSERT INTO delivery (id, customer_id, source_id, heap_app, state, event_count, mapping, status, words, started_at,
                        finished_at)
  SELECT pg_temp.seed_id(b.received_at, 'failed delivery ' || b.no), b.customer_id, b.source_id, b.heap_app, 'failed',
         c.forwarded, ${MAPPING},
         503, 'Service Unavailable', b.received_at, b.called_at
  FROM seed_batch b JOIN seed_count c USING (id) WHERE b.no % 60 = 0`;
