/**
 * In SQL, about a failed `sync y`: how often in a row its segment's syncs have failed with the same words, up to it, and
 * since when. One row: `times`, `since`.
 */
export const FAILED_RUN = `
  SELECT count(*)::int AS times, min(COALESCE(f.finished_at, f.requested_at)) AS since
  FROM sync f
  WHERE f.segment_id = y.segment_id AND f.id <= y.id AND f.id > COALESCE((
    SELECT o.id FROM sync o
    WHERE o.segment_id = y.segment_id AND o.id < y.id AND (o.state <> 'failed' OR o.error IS DISTINCT FROM y.error)
    ORDER BY o.id DESC LIMIT 1
  ), '00000000-0000-0000-0000-000000000000'::uuid)`;

/** In SQL: the segment's next sync failed with the same words as `sync y`, so that one line tells of both. */
export const IS_REPEATED = `(
  y.state = 'failed' AND EXISTS (
    SELECT FROM (
      SELECT n.state, n.error FROM sync n WHERE n.segment_id = y.segment_id AND n.id > y.id ORDER BY n.id LIMIT 1
    ) following
    WHERE following.state = 'failed' AND following.error IS NOT DISTINCT FROM y.error
  ))`;
