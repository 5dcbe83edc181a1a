-- A batch that cannot be read, or that ended the process again and again, is set aside: its events are quarantined and
-- the others flow.
ALTER TABLE "batch" ADD COLUMN "readings" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "batch" ADD COLUMN "set_aside_at" TIMESTAMPTZ(3);
CREATE INDEX "batch_set_aside_idx" ON "batch" ("source_id", "id") WHERE "set_aside_at" IS NOT NULL;

-- Slices that began and did not end: when there are several in a row, batches are read with care.
ALTER TABLE "heap_app" ADD COLUMN "open_slices" INTEGER NOT NULL DEFAULT 0;
