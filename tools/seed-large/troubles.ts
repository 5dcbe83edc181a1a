import type { PoolClient } from "pg";
import type { AlertKind } from "@/lib/kernel/alerts/kinds";
import { insertRows } from "./insert-rows";
import { overlapOf } from "./overlap";

/** How many customers are in which trouble; nobody else is in any. The first ones need the most events. */
export const TROUBLES = [
  ["quarantine_share", 3],
  ["no_events", 3],
  ["identity_mismatch", 2],
  ["currents_refused", 2],
  ["braze_key_refused", 3],
  ["pages_refused", 2],
  ["members_refused", 2],
  ["new_event_types", 3],
] as const satisfies [AlertKind, number][];

export type Trouble = (typeof TROUBLES)[number][0];

/**
 * Which of these customers is in which trouble, spread evenly over them.
 * @param numbers of the customers that can be in trouble: live, with one source that is not paused
 * @throws Error when there are too few
 */
export function planTroubles(numbers: readonly number[]): Map<number, Trouble> {
  const kinds = TROUBLES.flatMap(([kind, count]) => Array.from({ length: count }, () => kind));
  if (numbers.length < kinds.length) throw new Error("There are too few customers to be in trouble.");
  const step = numbers.length / kinds.length;
  return new Map(kinds.map((kind, place) => [numbers[Math.floor(place * step)] ?? 0, kind]));
}

interface SeededSource {
  id: string;
  customer_id: string;
  identity_field: string;
  batches: number;
  trouble: Trouble | null;
}

/** Makes the facts by which the alerts open, and compares everybody's identities: nobody else's alert opens. */
export async function seedTroubles(
  sql: PoolClient,
  sources: readonly SeededSource[],
  until: Date,
): Promise<void> {
  // After the sources were made, or they would be due to be compared again.
  const measuredAt = new Date().toISOString();
  const measured = sources
    .filter(({ batches }) => batches > 0)
    .map((source) => ({
      source_id: source.id,
      customer_id: source.customer_id,
      measured_at: measuredAt,
      facts: overlapOf(source.identity_field, source.trouble === "identity_mismatch"),
    }));
  await insertRows(
    sql,
    "identity_overlap",
    measured,
    "source_id uuid, customer_id uuid, measured_at timestamptz, facts json",
  );

  const troubles = sources.filter(({ trouble }) => trouble !== null);
  await sql.query("CREATE TEMP TABLE seed_trouble (id uuid, customer_id uuid, trouble text)");
  await insertRows(sql, "seed_trouble", troubles, "id uuid, customer_id uuid, trouble text");
  await sql.query(REFUSE_BATCHES, [until]);
  await sql.query(REFUSE_PAGES, [until]);
  await sql.query(INSERT_NEW_TYPES, [until]);
  await sql.query(INSERT_KEY_ALERTS, [until]);
}

const REFUSE_BATCHES = `
  UPDATE endpoint SET last_refused_at = $1::timestamptz - interval '2 minutes', last_refused_status = 401,
                      last_refused_reason = 'The bearer token does not belong to this endpoint.'
  FROM seed_trouble t WHERE t.trouble = 'currents_refused' AND endpoint.source_id = t.id`;

const REFUSE_PAGES = `
  UPDATE endpoint SET last_refused_at = $1::timestamptz - interval '3 minutes', last_refused_status = 403,
                      last_refused_reason = 'The signature is not valid.'
  FROM seed_trouble t JOIN destination d USING (customer_id)
  WHERE t.trouble = 'pages_refused' AND endpoint.destination_id = d.id`;

const INSERT_NEW_TYPES = `
  INSERT INTO seen_type (id, source_id, customer_id, type, first_seen_at)
  SELECT pg_temp.seed_id(at, type || t.id), t.id, t.customer_id, type, at
  FROM seed_trouble t
  CROSS JOIN (VALUES ('users.messages.kakaotalk.Send'), ('users.messages.kakaotalk.Click')) AS v(type)
  CROSS JOIN LATERAL (SELECT $1::timestamptz - interval '5 hours' AS at) w
  WHERE t.trouble = 'new_event_types'`;

const INSERT_KEY_ALERTS = `
  INSERT INTO alert (id, customer_id, destination_id, kind, subject, message, next_action, opened_at)
  SELECT pg_temp.seed_id(opened_at, 'alert ' || d.id), d.customer_id, d.id, t.trouble, d.id::text,
         'Braze does not accept the Data Import Key: “Invalid data import key”',
         'Enter the current key. It is in Braze, under Partner Integrations › Technology Partners › Heap.',
         opened_at
  FROM seed_trouble t JOIN destination d USING (customer_id)
  CROSS JOIN LATERAL (
    SELECT date_trunc('milliseconds', $1::timestamptz - make_interval(mins => 30 + get_byte(uuid_send(d.id), 15) * 9)) AS opened_at
  ) o
  WHERE t.trouble = 'braze_key_refused'`;
