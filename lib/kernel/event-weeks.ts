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
