SET lock_timeout = '3s';

-- What a page did not take is counted, on the page and on its task.
ALTER TABLE "page" ADD COLUMN "entries" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "untaken" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "repeated" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "trimmed" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "shapes" JSONB;
ALTER TABLE "task" ADD COLUMN "entries" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "untaken" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "repeated" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "trimmed" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "sync" ADD COLUMN "untaken" INTEGER NOT NULL DEFAULT 0;

-- Heap may use the name of a task again: then it is another task.
ALTER TABLE "task" ADD COLUMN "reuse" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "last_signed" BIGINT;
ALTER TABLE "segment" ADD COLUMN "reused_tasks" INTEGER NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX "task_segment_id_sync_task_id_reuse_key" ON "task"("segment_id", "sync_task_id", "reuse");
DROP INDEX "task_segment_id_sync_task_id_key";

-- Pages with an action that is not known, for the alert: there are few. Then all of a destination, for its list.
CREATE INDEX "page_ignored_idx" ON "page" ("destination_id", "received_at") WHERE "state" = 'ignored';
CREATE INDEX "page_destination_id_id_idx" ON "page"("destination_id", "id");
