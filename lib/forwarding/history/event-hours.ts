/** The hour that an event counts in: when its batch `b` was received. In SQL, and the same whatever happens to it later. */
export const HOUR_OF_BATCH = "date_trunc('hour', b.received_at, 'UTC')";

/**
 * Adds newly recorded events to the counts of their hours, in SQL. The source's turn keeps others from these rows.
 * @param tallies a relation with the columns batch_id, type and one for each outcome
 */
export function addToEventHours(tallies: string): string {
  return `
    INSERT INTO event_hour AS h (source_id, hour, type, forwarded, filtered, duplicate, quarantined)
    SELECT b.source_id, ${HOUR_OF_BATCH}, COALESCE(t.type, ''), sum(t.forwarded), sum(t.filtered), sum(t.duplicate),
           sum(t.quarantined)
    FROM ${tallies} t JOIN batch b ON b.id = t.batch_id GROUP BY 1, 2, 3
    ON CONFLICT (source_id, hour, type) DO UPDATE SET
      forwarded = h.forwarded + EXCLUDED.forwarded, filtered = h.filtered + EXCLUDED.filtered,
      duplicate = h.duplicate + EXCLUDED.duplicate, quarantined = h.quarantined + EXCLUDED.quarantined`;
}

/**
 * Moves recorded events from one outcome to another in the counts of their hours, in SQL. Hours that were never
 * counted stay so; in one that was counted in part, nothing becomes negative.
 * @param moves a relation with the columns batch_id, type and, for each outcome, by how much it grows
 */
export function moveInEventHours(moves: string): string {
  return `
    UPDATE event_hour h
    SET forwarded = greatest(0, h.forwarded + m.forwarded), filtered = greatest(0, h.filtered + m.filtered),
        quarantined = greatest(0, h.quarantined + m.quarantined), duplicate = greatest(0, h.duplicate + m.duplicate)
    FROM (
      SELECT b.source_id, ${HOUR_OF_BATCH} AS hour, COALESCE(v.type, '') AS type, sum(v.forwarded) AS forwarded,
             sum(v.filtered) AS filtered, sum(v.duplicate) AS duplicate, sum(v.quarantined) AS quarantined
      FROM ${moves} v JOIN batch b ON b.id = v.batch_id GROUP BY 1, 2, 3
    ) m
    WHERE h.source_id = m.source_id AND h.hour = m.hour AND h.type = m.type`;
}
