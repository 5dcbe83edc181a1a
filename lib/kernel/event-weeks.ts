import { pool } from "./database";

/**
 * The events are stored by the week (UTC, from Monday on) in which their batch was received, one partition a week
 * (docs/decisions/041-events-by-week.md). PostgreSQL finds the partition of a batch id by itself.
 */

/** So many days ahead the weeks are made. Each is one more to look into for each event (041). */
const DAYS_AHEAD = 14;

/** The beginning of the first week whose batches and events are kept, in SQL; `days` is a trusted expression. */
export function outcomesKeptFrom(days: string): string {
  return `date_trunc('week', now() - make_interval(days => ${days}), 'UTC')`;
}

/** Makes the partitions of this week and of those to come, where they are missing. */
export async function makeEventWeeks(): Promise<void> {
  await pool.query("SELECT make_event_weeks(current_date, current_date + $1::int)", [DAYS_AHEAD]);
}

/**
 * Drops the partitions of weeks that are older than the retention: at once, however many events they have.
 * @param outcomeDays for how many days outcomes are kept
 * @returns how many it dropped; a week with a batch that is not done stays
 * @throws when the partition is in use for longer than a second; to be tried again
 */
export async function dropEventWeeks(outcomeDays: number): Promise<number> {
  const { rows } = await pool.query<{ dropped: number }>(
    `SELECT COALESCE(drop_event_weeks((${outcomesKeptFrom("$1")} AT TIME ZONE 'UTC')::date), 0) AS dropped`,
    [outcomeDays],
  );
  return rows[0]?.dropped ?? 0;
}

/** Whether this week and the next have a partition. Without one nothing is lost: events wait in a partition for the rest. */
export async function areEventWeeksMade(): Promise<boolean> {
  const { rows } = await pool.query<{ areMade: boolean }>(
    `SELECT count(*) = 2 AS "areMade" FROM (VALUES (current_date), (current_date + 7)) AS day (day)
     WHERE EXISTS (SELECT FROM event_weeks() w WHERE day.day >= COALESCE(w.starts_on, '-infinity') AND day.day < w.ends_on)`,
  );
  return rows[0]?.areMade ?? false;
}

/**
 * For how many days after its end a week's events stay in rows, at least: until then their ids are looked up for each event
 * (lib/forwarding/batches/known-since.ts), and a day for clocks that differ.
 */
const ROWS_DAYS = 9;

/** The first day, always a Monday, whose events are not packed yet, in SQL. */
const PACKED_BEFORE = `(date_trunc('week', now() - interval '${ROWS_DAYS} days', 'UTC') AT TIME ZONE 'UTC')::date`;

/** The lowest id of a batch whose events are not packed yet, in SQL: the end of the last week that is old enough and prepared for packs. */
export const PACKED_UNTIL = `COALESCE(
  (SELECT lowest_id_of(max(ends_on)) FROM event_weeks()
   WHERE ends_on <= ${PACKED_BEFORE} AND to_regclass(replace(name, 'event_', 'event_pack_')) IS NOT NULL),
  '00000000-0000-0000-0000-000000000000')`;

/** Makes the partitions for the packs of past weeks, where they are missing. */
export async function makePackWeeks(): Promise<void> {
  await pool.query(`SELECT make_pack_weeks(${PACKED_BEFORE})`);
}

/**
 * Gives back the disk space of weeks whose events were packed, oldest first, once each.
 * @throws when a week is in use; to be tried again
 */
export async function shrinkEventWeeks(): Promise<void> {
  const { rows } = await pool.query<{
    /** @neverNull each week has a name, which its days are read from */
    name: string;
    endsOn: string;
  }>(
    `SELECT w.name, w.ends_on::text AS "endsOn" FROM event_weeks() w CROSS JOIN event_packing p
     WHERE w.ends_on > COALESCE(p.shrunk_until, '-infinity') AND lowest_id_of(w.ends_on) <= p.packed_until
     ORDER BY w.ends_on`,
  );
  for (const { name, endsOn } of rows) {
    await pool.query("SELECT shrink_event_week($1)", [name]);
    // Not if everything was unpacked in the meantime.
    await pool.query("UPDATE event_packing SET shrunk_until = $1::date WHERE packed_until IS NOT NULL", [
      endsOn,
    ]);
  }
}
