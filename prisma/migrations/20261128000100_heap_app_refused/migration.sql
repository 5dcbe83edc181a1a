-- Since when Heap refuses everything for an app id, and its words.
SET lock_timeout = '3s';

ALTER TABLE "heap_app" ADD COLUMN "refused_since" TIMESTAMPTZ(3);
ALTER TABLE "heap_app" ADD COLUMN "refused_words" TEXT;
