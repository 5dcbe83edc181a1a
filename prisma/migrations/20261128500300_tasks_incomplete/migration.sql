-- Finding the tasks of a segment that lack pages.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "task_incomplete_idx" ON "task" ("segment_id", "task_order") WHERE "state" = 'incomplete';
