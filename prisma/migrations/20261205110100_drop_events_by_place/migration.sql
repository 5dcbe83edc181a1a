-- The one that the last migration replaces.
DROP INDEX CONCURRENTLY IF EXISTS "event_source_id_batch_id_index_idx";
