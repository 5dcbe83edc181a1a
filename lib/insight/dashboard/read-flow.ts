import { pool } from "@/lib/kernel/database";
import type { FlowHour } from "./dashboard-view";

/**
 * What moved in each of the last 24 clock hours, oldest first, in one statement.
 * @param ownerId whose customers; null: everybody's
 */
export async function readFlow(ownerId: string | null): Promise<FlowHour[]> {
  const { rows } = await pool.query<Omit<FlowHour, "hour"> & { hour: Date }>(FLOW, [ownerId]);
  return rows.map((row) => ({ ...row, hour: row.hour.toISOString() }));
}

const hourOf = (time: string) => `date_bin(interval '1 h', ${time}, '2000-01-01Z'::timestamptz)`;
const FIRST_HOUR = `${hourOf("now()")} - interval '23 h'`;
const OWNED = `($1::uuid IS NULL OR customer_id IN (SELECT id FROM customer WHERE owner_id = $1))`;

// Both sides use the index of their time. A push is looked up an hour earlier than it is counted: it counts when
// Braze accepted it, and no call takes longer.
const FLOW = `
  WITH came AS (
    SELECT ${hourOf("received_at")} AS hour, sum(accepted)::int AS accepted, sum(forwarded)::int AS forwarded,
           sum(quarantined)::int AS quarantined
    FROM batch WHERE received_at >= ${FIRST_HOUR} AND ${OWNED}
    GROUP BY 1
  ), went AS (
    SELECT ${hourOf("finished_at")} AS hour, sum(adds)::int AS adds, sum(removes)::int AS removes
    FROM push
    WHERE started_at >= ${FIRST_HOUR} - interval '1 h' AND finished_at >= ${FIRST_HOUR} AND state = 'accepted'
      AND ${OWNED}
    GROUP BY 1
  )
  SELECT hour, COALESCE(accepted, 0) AS accepted, COALESCE(forwarded, 0) AS forwarded,
         COALESCE(quarantined, 0) AS quarantined, COALESCE(adds, 0) AS adds, COALESCE(removes, 0) AS removes
  FROM generate_series(${FIRST_HOUR}, now(), interval '1 h') AS hours (hour)
  LEFT JOIN came USING (hour) LEFT JOIN went USING (hour)
  ORDER BY hour`;
