-- Batches that can be forwarded now: those that are held are the oldest and would be read over and over.
DROP INDEX CONCURRENTLY IF EXISTS "batch_ready_idx";
CREATE INDEX CONCURRENTLY "batch_ready_idx" ON "batch" ("source_id", "id") WHERE "state" = 'pending' AND "held_at" IS NULL;
