-- Match checks: a random sample of a segment's ids, asked at Braze one by one.

-- CreateEnum
CREATE TYPE "match_check_trigger" AS ENUM ('manual', 'first_sync');

-- CreateEnum
CREATE TYPE "match_check_state" AS ENUM ('queued', 'running', 'succeeded', 'failed');

-- CreateTable
CREATE TABLE "match_check" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "destination_id" UUID NOT NULL,
    "segment_id" UUID NOT NULL,
    "trigger" "match_check_trigger" NOT NULL,
    "state" "match_check_state" NOT NULL DEFAULT 'queued',
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "retry_at" TIMESTAMPTZ(3),
    "touched_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "failed_attempts" INTEGER NOT NULL DEFAULT 0,
    "identifier_kind" "identifier_kind",
    "alias_label" TEXT,
    "population" INTEGER,
    "sampled" INTEGER NOT NULL DEFAULT 0,
    "asked" INTEGER NOT NULL DEFAULT 0,
    "known" INTEGER NOT NULL DEFAULT 0,
    "calls" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "next_action" TEXT,

    CONSTRAINT "match_check_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "match_check_counts_check" CHECK ("known" <= "asked" AND "asked" <= "sampled")
);

-- CreateTable
CREATE TABLE "sampled_id" (
    "match_check_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "customer_id" UUID NOT NULL,
    "user_key" TEXT NOT NULL,
    "known" BOOLEAN,

    CONSTRAINT "sampled_id_pkey" PRIMARY KEY ("match_check_id","position")
);

-- CreateIndex
CREATE INDEX "match_check_segment_id_id_idx" ON "match_check"("segment_id", "id");

-- CreateIndex
CREATE INDEX "match_check_customer_id_id_idx" ON "match_check"("customer_id", "id");

-- CreateIndex
CREATE INDEX "match_check_requested_at_idx" ON "match_check"("requested_at");

-- CreateIndex
CREATE INDEX "sampled_id_customer_id_user_key_idx" ON "sampled_id"("customer_id", "user_key");

-- AddForeignKey
ALTER TABLE "sampled_id" ADD CONSTRAINT "sampled_id_match_check_id_fkey" FOREIGN KEY ("match_check_id") REFERENCES "match_check"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One check of a segment at a time, waiting or running.
CREATE UNIQUE INDEX "match_check_active_key" ON "match_check" ("segment_id") WHERE "state" IN ('queued', 'running');
