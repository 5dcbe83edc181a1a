SET lock_timeout = '3s';

-- What Braze may have of a segment's attribute for a user: nothing; `true` or `false`; or a value that is to be taken away, because the
-- person is erased.
CREATE TYPE "attribute_state" AS ENUM ('absent', 'present', 'clearing');

ALTER TABLE "member" ADD COLUMN "attribute_state" "attribute_state" NOT NULL DEFAULT 'absent';

-- Who leaves loses the attribute, instead of having it as `false`.
ALTER TABLE "destination" ADD COLUMN "clears_leavers" BOOLEAN NOT NULL DEFAULT false;

-- The segment was turned off and its attribute is to be taken away from everybody; null once that is done.
ALTER TABLE "segment" ADD COLUMN "clear_asked_at" TIMESTAMPTZ(3);

ALTER TYPE "sync_trigger" ADD VALUE 'clear';

-- How long Braze's limit counts: 3 seconds or an hour.
ALTER TABLE "call_budget" ADD COLUMN "window_seconds" INTEGER NOT NULL DEFAULT 3600;

-- Which row of call_budget says what is left for the destination's key; written by its syncs.
ALTER TABLE "destination" ADD COLUMN "call_budget_id" TEXT;

-- What the names of a destination's attributes begin with.
ALTER TABLE "destination" ADD COLUMN "attribute_prefix" TEXT NOT NULL DEFAULT 'heap_';

-- What a sync by attribute would cost, and how long it would wait for Braze's limit; null for a cohort.
ALTER TABLE "dry_run" ADD COLUMN "data_points" INTEGER;
ALTER TABLE "dry_run" ADD COLUMN "wait_seconds" INTEGER;
