SET lock_timeout = '3s';

-- Since when a destination sends to its present Braze workspace; null for its first one.
ALTER TABLE "destination" ADD COLUMN "workspace_since" TIMESTAMPTZ(3);
