-- A circuit breaker for each vendor workspace: while it fails, one call at a time probes it (docs/decisions/019-lanes.md).

SET lock_timeout = '3s';

-- AlterTable
ALTER TABLE "heap_app" ADD COLUMN "probe_until" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "sync" ADD COLUMN "held_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "braze_workspace" (
    "destination_id" UUID NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "resume_at" TIMESTAMPTZ(3),
    "probe_until" TIMESTAMPTZ(3),

    CONSTRAINT "braze_workspace_pkey" PRIMARY KEY ("destination_id")
);
