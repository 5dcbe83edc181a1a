-- What Prisma's schema cannot say: the checks, partial indexes and the trigger that hold the promises.

-- The books of a batch always balance: accepted = pending + forwarded + filtered + duplicate + quarantined.
ALTER TABLE "batch"
  ADD CONSTRAINT "batch_counts_check" CHECK (
    "accepted" > 0 AND "forwarded" >= 0 AND "filtered" >= 0 AND "duplicate" >= 0 AND "quarantined" >= 0
    AND "forwarded" + "filtered" + "duplicate" + "quarantined" <= "accepted"
  ),
  ADD CONSTRAINT "batch_done_check" CHECK (
    ("state" = 'done') = ("forwarded" + "filtered" + "duplicate" + "quarantined" = "accepted")
  ),
  ADD CONSTRAINT "batch_body_check" CHECK ("state" = 'done' OR "body" IS NOT NULL);

CREATE INDEX "batch_pending_idx" ON "batch" ("source_id", "id") WHERE "state" = 'pending';
CREATE INDEX "batch_body_idx" ON "batch" ("received_at") WHERE "body" IS NOT NULL AND "state" = 'done';

-- Bodies are JSON of up to some hundred kilobytes, written once and read once or twice: compressing them on the hot
-- path costs more than the space.
ALTER TABLE "batch" ALTER COLUMN "body" SET STORAGE EXTERNAL;

-- An event id is in a source's books once; what comes again is a duplicate.
CREATE UNIQUE INDEX "event_once_key" ON "event" ("source_id", "event_id") WHERE "outcome" <> 'duplicate';

-- What Heap's limits are counted over: calls under way or finished lately.
CREATE INDEX "delivery_sending_idx" ON "delivery" ("source_id") WHERE "state" = 'sending';

-- An endpoint belongs to a source or to a destination.
ALTER TABLE "endpoint" ADD CONSTRAINT "endpoint_owner_check" CHECK (num_nonnulls("source_id", "destination_id") = 1);

-- At most one endpoint of each is current; one more may be in its overlap.
CREATE UNIQUE INDEX "endpoint_current_source_key" ON "endpoint" ("source_id") WHERE "expires_at" IS NULL AND "revoked_at" IS NULL;
CREATE UNIQUE INDEX "endpoint_current_destination_key" ON "endpoint" ("destination_id") WHERE "expires_at" IS NULL AND "revoked_at" IS NULL;

ALTER TABLE "source"
  ADD CONSTRAINT "source_heap_app_id_check" CHECK ("heap_app_id" ~ '^[0-9]{1,20}$'),
  ADD CONSTRAINT "source_heap_app_check" CHECK ("heap_app" = "heap_region"::text || ':' || "heap_app_id"),
  ADD CONSTRAINT "source_bearer_token_check" CHECK (("bearer_token_hash" IS NULL) = ("bearer_token_enc" IS NULL));

ALTER TABLE "destination"
  ADD CONSTRAINT "destination_alias_check" CHECK ("identifier_kind" <> 'alias' OR "alias_label" IS NOT NULL);

-- Owed: Heap's wish and Braze's answer differ, and Braze has not refused the member.
CREATE INDEX "member_owed_idx" ON "member" ("segment_id", "user_key")
  WHERE "acked" IS DISTINCT FROM "wanted" AND "refused" IS NULL;
CREATE INDEX "member_refused_idx" ON "member" ("segment_id", "user_key") WHERE "refused" IS NOT NULL;

-- A first export writes each row twice in short order; room in the page and early vacuums keep it from bloating.
ALTER TABLE "member" SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);

CREATE INDEX "segment_due_idx" ON "segment" ("next_sync_at") WHERE "mode" = 'recurring';
CREATE INDEX "segment_recurring_idx" ON "segment" ("destination_id") WHERE "mode" = 'recurring';
CREATE INDEX "task_receiving_idx" ON "task" ("last_page_at") WHERE "state" = 'receiving';

-- One sync of a segment at a time, waiting or running.
CREATE UNIQUE INDEX "sync_active_key" ON "sync" ("segment_id") WHERE "state" IN ('queued', 'running');
CREATE INDEX "push_sending_idx" ON "push" ("segment_id") WHERE "state" = 'sending';

-- A check is proven once for each source, destination or customer.
CREATE UNIQUE INDEX "check_once_key" ON "check"
  ("customer_id", "kind", COALESCE("source_id", "destination_id", "customer_id"));

-- One open alert for each problem.
CREATE UNIQUE INDEX "alert_open_key" ON "alert" ("customer_id", "kind", "subject") WHERE "resolved_at" IS NULL;

-- The audit log can only grow.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER "audit_entry_append_only" BEFORE UPDATE OR DELETE ON "audit_entry"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "audit_entry_no_truncate" BEFORE TRUNCATE ON "audit_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
