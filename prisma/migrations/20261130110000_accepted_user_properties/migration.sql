-- Counting each minute what Heap accepted of a source's values in a day, where it refused some, without reading all of them.
DROP INDEX CONCURRENTLY IF EXISTS "user_property_sent_idx";
CREATE INDEX CONCURRENTLY "user_property_sent_idx" ON "user_property" ("source_id", "sent_at") WHERE "sent_at" IS NOT NULL;
