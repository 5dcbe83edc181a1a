/** The hour that an event counts in: when its batch `b` was received. In SQL, and the same whatever happens to it later. */
export const HOUR_OF_BATCH = "date_trunc('hour', b.received_at, 'UTC')";

const DAY_OF_BATCH = "date_trunc('day', b.received_at, 'UTC')";

/**
 * Adds newly recorded events to the counts of their hours, by type, and of their days: two parts of a statement, in SQL. The
 * source's turn keeps others from these rows.
 * @param tallies a relation with the columns batch_id, type and one for each outcome
 */
export function addToEventCounts(tallies: string): string {
  const columns = "sum(t.forwarded), sum(t.filtered), sum(t.duplicate), sum(t.quarantined)";
  return `hours AS (
    INSERT INTO event_hour AS h (source_id, hour, type, forwarded, filtered, duplicate, quarantined)
    SELECT b.source_id, ${HOUR_OF_BATCH}, COALESCE(t.type, ''), ${columns}
    FROM ${tallies} t JOIN batch b ON b.id = t.batch_id GROUP BY 1, 2, 3
    ON CONFLICT (source_id, hour, type) DO UPDATE SET ${grown("h")}
  ), days AS (
    INSERT INTO event_day AS d (source_id, day, forwarded, filtered, duplicate, quarantined)
    SELECT b.source_id, ${DAY_OF_BATCH}, ${columns}
    FROM ${tallies} t JOIN batch b ON b.id = t.batch_id GROUP BY 1, 2
    ON CONFLICT (source_id, day) DO UPDATE SET ${grown("d")}
  )`;
}

function grown(row: string): string {
  return `
      forwarded = ${row}.forwarded + EXCLUDED.forwarded, filtered = ${row}.filtered + EXCLUDED.filtered,
      duplicate = ${row}.duplicate + EXCLUDED.duplicate, quarantined = ${row}.quarantined + EXCLUDED.quarantined`;
}

/**
 * Moves recorded events from one outcome to another in the counts of their hours and days: two parts of a statement, in SQL.
 * Hours that were never counted stay so; in one that was counted in part, nothing becomes negative.
 * @param moves a relation with the columns batch_id, type and, for each outcome, by how much it grows
 */
export function moveInEventCounts(moves: string): string {
  const columns = `sum(v.forwarded) AS forwarded, sum(v.filtered) AS filtered, sum(v.duplicate) AS duplicate,
             sum(v.quarantined) AS quarantined`;
  return `hours AS (
    UPDATE event_hour h SET ${moved("h")}
    FROM (
      SELECT b.source_id, ${HOUR_OF_BATCH} AS hour, COALESCE(v.type, '') AS type, ${columns}
      FROM ${moves} v JOIN batch b ON b.id = v.batch_id GROUP BY 1, 2, 3
    ) m
    WHERE h.source_id = m.source_id AND h.hour = m.hour AND h.type = m.type
  ), days AS (
    UPDATE event_day d SET ${moved("d")}
    FROM (
      SELECT b.source_id, ${DAY_OF_BATCH} AS day, ${columns}
      FROM ${moves} v JOIN batch b ON b.id = v.batch_id GROUP BY 1, 2
    ) m
    WHERE d.source_id = m.source_id AND d.day = m.day
  )`;
}

function moved(row: string): string {
  const column = (name: string) => `${name} = greatest(0, ${row}.${name} + m.${name})`;
  return ["forwarded", "filtered", "duplicate", "quarantined"].map(column).join(", ");
}

/**
 * Counts the days of a source again, from those of its hours that there are: $1 is the source, $2 the day. Hours outlive
 * events, so that a day is right however old it is.
 */
export const RECOUNT_EVENT_DAY = `
  INSERT INTO event_day (source_id, day, forwarded, filtered, duplicate, quarantined)
  SELECT h.source_id, $2::timestamptz, sum(h.forwarded), sum(h.filtered), sum(h.duplicate), sum(h.quarantined)
  FROM event_hour h
  WHERE h.source_id = $1::uuid AND h.hour >= $2::timestamptz AND h.hour < $2::timestamptz + interval '1 day'
  GROUP BY 1
  ON CONFLICT (source_id, day) DO UPDATE SET
    forwarded = EXCLUDED.forwarded, filtered = EXCLUDED.filtered, duplicate = EXCLUDED.duplicate,
    quarantined = EXCLUDED.quarantined`;
