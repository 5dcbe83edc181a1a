-- Without the place in the batch, all events of a batch share one entry, which takes an eighth of the bytes. Sorted as the primary key
-- cannot be read (lib/forwarding/events/order-in-source.ts).
DROP INDEX CONCURRENTLY IF EXISTS "event_source_id_batch_id_idx";
CREATE INDEX CONCURRENTLY "event_source_id_batch_id_idx" ON "event" ("source_id", "batch_id" NULLS FIRST);
