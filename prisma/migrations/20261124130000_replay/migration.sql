-- Replays: quarantined or forwarded events that are mapped and sent again.

-- CreateEnum
CREATE TYPE "replay_state" AS ENUM ('queued', 'running', 'succeeded', 'failed', 'cancelled');

-- CreateTable
CREATE TABLE "replay" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "state" "replay_state" NOT NULL DEFAULT 'queued',
    "outcome" "outcome" NOT NULL,
    "type" TEXT,
    "identity" TEXT,
    "batch_id" UUID,
    "index" INTEGER,
    "from_batch_id" UUID NOT NULL,
    "until_batch_id" UUID NOT NULL,
    "cursor_batch_id" UUID,
    "cursor_index" INTEGER,
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "forwarded" INTEGER NOT NULL DEFAULT 0,
    "filtered" INTEGER NOT NULL DEFAULT 0,
    "quarantined" INTEGER NOT NULL DEFAULT 0,
    "unavailable" INTEGER NOT NULL DEFAULT 0,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "cancel_requested_at" TIMESTAMPTZ(3),
    "resume_at" TIMESTAMPTZ(3),
    "touched_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "error" TEXT,

    CONSTRAINT "replay_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "replay_customer_id_id_idx" ON "replay"("customer_id", "id");

-- One replay of a source at a time, waiting or running.
CREATE UNIQUE INDEX "replay_active_key" ON "replay" ("source_id") WHERE "state" IN ('queued', 'running');
