-- Seeing each minute which sources have values that Heap refused, without reading the others.
DROP INDEX CONCURRENTLY IF EXISTS "user_property_refused_idx";
CREATE INDEX CONCURRENTLY "user_property_refused_idx" ON "user_property" ("source_id", "changed_at") WHERE "refused_words" IS NOT NULL;
