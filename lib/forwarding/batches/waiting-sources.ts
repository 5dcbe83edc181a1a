/**
 * The sources with pending batches that may be forwarded, in SQL: a relation `waiting` with the column source_id, in which
 * one row is null. It jumps from source to source in the index of such batches, so that it costs one look-up for each
 * source in which something waits, and nothing for the others.
 */
export const WAITING_SOURCES = `
  WITH RECURSIVE waiting (source_id) AS (
    (SELECT b.source_id FROM batch b WHERE b.state = 'pending' AND b.held_at IS NULL ORDER BY b.source_id LIMIT 1)
    UNION ALL
    SELECT (SELECT b.source_id FROM batch b
            WHERE b.state = 'pending' AND b.held_at IS NULL AND b.source_id > w.source_id ORDER BY b.source_id LIMIT 1)
    FROM waiting w WHERE w.source_id IS NOT NULL
  )`;
