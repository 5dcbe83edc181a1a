-- When the last open slice of a Heap app began: a deletion waits for those that began before its suppression.
ALTER TABLE "heap_app" ADD COLUMN "slice_begun_at" TIMESTAMPTZ(3);

-- One step for each Heap app that the person was sent to, whether a source still sends there or not.
ALTER TABLE "deletion_step" ADD COLUMN "heap_app" TEXT;

-- Which ids a request suppresses, also those that an earlier request had suppressed already.
ALTER TABLE "deletion_request" ADD COLUMN "suppressed" BYTEA[] NOT NULL DEFAULT ARRAY[]::BYTEA[];

UPDATE "deletion_request" r SET "suppressed" = ARRAY(
    SELECT s."hash" FROM "suppression" s WHERE s."deletion_request_id" = r."id"
    UNION SELECT r."hash"
) WHERE r."started_at" IS NOT NULL AND r."lifted_at" IS NULL;
