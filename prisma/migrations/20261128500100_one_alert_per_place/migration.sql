-- Segments without room are one alert for each destination, and missing pages one for each segment: the newest alert that
-- is open becomes that one, the others end (docs/decisions/024-shares-of-customers.md).
SET lock_timeout = '3s';

WITH open AS (
  SELECT id, kind, CASE kind WHEN 'recurring_cap' THEN destination_id ELSE segment_id END AS place,
         row_number() OVER (
           PARTITION BY kind, CASE kind WHEN 'recurring_cap' THEN destination_id ELSE segment_id END
           ORDER BY opened_at DESC, id DESC
         ) AS age
  FROM alert WHERE kind IN ('recurring_cap', 'pages_missing') AND resolved_at IS NULL
)
UPDATE alert SET
  subject = CASE WHEN open.age = 1 AND open.place IS NOT NULL THEN open.place::text ELSE alert.subject END,
  segment_id = CASE WHEN open.kind = 'recurring_cap' THEN NULL ELSE alert.segment_id END,
  resolved_at = CASE WHEN open.age = 1 AND open.place IS NOT NULL THEN NULL ELSE now() END
FROM open WHERE alert.id = open.id;
