-- Dry runs: what a sync would push, counted without a call to Braze.

-- CreateTable
CREATE TABLE "dry_run" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "segment_id" UUID NOT NULL,
    "trigger" "sync_trigger" NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "before" INTEGER NOT NULL,
    "after" INTEGER NOT NULL,
    "adds" INTEGER NOT NULL,
    "removes" INTEGER NOT NULL,
    "unknown" INTEGER NOT NULL,
    "refused_left" INTEGER NOT NULL,
    "refused_retried" INTEGER NOT NULL,
    "pushes" INTEGER NOT NULL,
    "names_cohort" BOOLEAN NOT NULL,
    "oldest_owed_at" TIMESTAMPTZ(3),
    "joins_sync_id" UUID,
    "obstacles" JSONB NOT NULL,

    CONSTRAINT "dry_run_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "dry_run_segment_id_id_idx" ON "dry_run"("segment_id", "id");

-- CreateIndex
CREATE INDEX "dry_run_customer_id_id_idx" ON "dry_run"("customer_id", "id");

-- CreateIndex
CREATE INDEX "dry_run_requested_at_idx" ON "dry_run"("requested_at");
