-- Where an event id came again: with "event_once_key", which has its first occurrence, all of an event id is found at once.
CREATE INDEX "event_duplicate_idx" ON "event" ("source_id", "event_id", "batch_id", "index") WHERE "outcome" = 'duplicate';
