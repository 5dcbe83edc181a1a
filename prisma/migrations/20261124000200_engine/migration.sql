-- The embedded engine (docs/decisions/002-embedded-engine.md). Payloads are json, not jsonb: kept as sent, and
-- jsonb refuses the escape \u0000.

-- CreateEnum
CREATE TYPE "engine_run_status" AS ENUM ('waiting', 'queued', 'running', 'done', 'failed');

-- CreateTable
CREATE TABLE "engine_event" (
    "id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "payload" JSON NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "dispatched_at" TIMESTAMPTZ(6),

    CONSTRAINT "engine_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "engine_run" (
    "id" TEXT NOT NULL,
    "function_id" TEXT NOT NULL,
    "event" JSON NOT NULL,
    "event_seq" BIGINT NOT NULL,
    "status" "engine_run_status" NOT NULL,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "wake_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "owner_id" INTEGER,
    "concurrency_key" TEXT,
    "concurrency_limit" INTEGER,
    "error" JSON,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "engine_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "engine_step" (
    "run_id" TEXT NOT NULL,
    "step_id" TEXT NOT NULL,
    "position" INTEGER,
    "result" JSON,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "wake_at" TIMESTAMPTZ(6),
    "is_sleep" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "engine_step_pkey" PRIMARY KEY ("run_id", "step_id")
);

-- CreateTable
CREATE TABLE "engine_debounce" (
    "key" TEXT NOT NULL,
    "function_id" TEXT NOT NULL,
    "event" JSON NOT NULL,
    "event_seq" BIGINT NOT NULL,
    "first_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "due_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "engine_debounce_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "engine_cron" (
    "key" TEXT NOT NULL,
    "next_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "engine_cron_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "engine_process" (
    "id" SERIAL NOT NULL,
    "worker_id" TEXT,
    "heartbeat_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "engine_process_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "engine_event_dispatched_at_received_at_idx" ON "engine_event"("dispatched_at", "received_at");

-- CreateIndex
CREATE INDEX "engine_run_status_wake_at_idx" ON "engine_run"("status", "wake_at");

-- CreateIndex
CREATE INDEX "engine_run_concurrency_key_status_event_seq_idx" ON "engine_run"("concurrency_key", "status", "event_seq");

-- CreateIndex
CREATE INDEX "engine_run_owner_id_idx" ON "engine_run"("owner_id");

-- CreateIndex
CREATE INDEX "engine_run_finished_at_idx" ON "engine_run"("finished_at");

-- CreateIndex
CREATE INDEX "engine_debounce_due_at_idx" ON "engine_debounce"("due_at");

-- AddForeignKey
ALTER TABLE "engine_step" ADD CONSTRAINT "engine_step_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "engine_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
