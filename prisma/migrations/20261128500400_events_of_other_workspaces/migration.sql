-- Counting each minute the events of a second Braze workspace, without reading the other quarantined ones.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "event_other_workspace_idx" ON "event" ("source_id", "batch_id") WHERE "outcome" = 'quarantined' AND "field" = 'properties.app_group_id';
