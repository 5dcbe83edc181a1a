-- Zipped bodies, the oldest first: those that retention prunes.
DROP INDEX CONCURRENTLY IF EXISTS "batch_zip_idx";
CREATE INDEX CONCURRENTLY "batch_zip_idx" ON "batch" ("received_at") WHERE "body_zip" IS NOT NULL;
