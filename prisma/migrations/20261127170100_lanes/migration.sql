-- The embedded engine works forwarding and syncing in lanes of their own, in turns over customers
-- (docs/decisions/019-lanes.md).

SET lock_timeout = '3s';

-- AlterTable
ALTER TABLE "engine_run" ADD COLUMN "lane" TEXT,
ADD COLUMN "share_key" TEXT,
ADD COLUMN "share_limit" INTEGER;

-- CreateTable
CREATE TABLE "engine_turn" (
    "lane" TEXT NOT NULL,
    "share_key" TEXT NOT NULL,
    "served_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "engine_turn_pkey" PRIMARY KEY ("lane", "share_key")
);

-- CreateIndex
CREATE INDEX "engine_run_lane_status_wake_at_idx" ON "engine_run"("lane", "status", "wake_at");
