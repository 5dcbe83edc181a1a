-- The Braze workspace that a source's events come from, as first seen.
SET lock_timeout = '3s';

ALTER TABLE "source" ADD COLUMN "app_group_id" TEXT;
