-- Requests to delete a user that came as a Current, what became of each, and whose data is not taken any more; merges
-- of users in Braze (docs/decisions/023-deletion-requests.md).
SET lock_timeout = '3s';

-- The defaults keep existing sources as they are.
ALTER TABLE "source"
  ADD COLUMN "carries_out_deletions" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "heap_api_key_enc" TEXT;

-- An erasure that is a part of a deletion request.
ALTER TABLE "erasure" ADD COLUMN "deletion_request_id" UUID;
CREATE UNIQUE INDEX "erasure_deletion_request_id_fingerprint_key" ON "erasure"("deletion_request_id", "fingerprint");

CREATE TYPE "deletion_state" AS ENUM ('open', 'under_way', 'done', 'failed', 'refused');
CREATE TYPE "deletion_phase" AS ENUM ('finding', 'checking', 'deleting');
CREATE TYPE "deletion_party" AS ENUM ('here', 'heap', 'braze');
CREATE TYPE "deletion_step_state" AS ENUM ('waiting', 'asked', 'done', 'failed', 'left');

-- CreateTable
CREATE TABLE "deletion_request" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "batch_id" UUID NOT NULL,
    "index" INTEGER NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "ids_enc" TEXT,
    "state" "deletion_state" NOT NULL,
    "words" TEXT,
    "phase" "deletion_phase" NOT NULL DEFAULT 'finding',
    "cursor_owner_id" UUID,
    "cursor_id" UUID,
    "seen_source_ids" UUID[] NOT NULL DEFAULT ARRAY[]::UUID[],
    "repeats" INTEGER NOT NULL DEFAULT 0,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "started_by" TEXT,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "lifted_at" TIMESTAMPTZ(3),
    "touched_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deletion_request_pkey" PRIMARY KEY ("id"),
    -- It forgets who it was about when it is over.
    CONSTRAINT "deletion_request_ids_check" CHECK (("state" IN ('done', 'refused')) = ("ids_enc" IS NULL))
);
CREATE INDEX "deletion_request_customer_id_id_idx" ON "deletion_request"("customer_id", "id");
CREATE INDEX "deletion_request_batch_id_index_idx" ON "deletion_request"("batch_id", "index");
-- One deletion of a person, however often it is asked for, until somebody allows the person again.
CREATE UNIQUE INDEX "deletion_request_active_key" ON "deletion_request" ("customer_id", "hash")
  WHERE "state" <> 'refused' AND "lifted_at" IS NULL;
-- What the sweep and the alerts look for.
CREATE INDEX "deletion_request_unfinished_idx" ON "deletion_request" ("source_id")
  WHERE "state" IN ('open', 'under_way', 'failed');

-- CreateTable
CREATE TABLE "deletion_step" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "deletion_request_id" UUID NOT NULL,
    "party" "deletion_party" NOT NULL,
    "subject_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "state" "deletion_step_state" NOT NULL DEFAULT 'waiting',
    "words" TEXT,
    "asked_id" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "deletion_step_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "deletion_step_deletion_request_id_party_subject_id_key"
  ON "deletion_step"("deletion_request_id", "party", "subject_id");

-- A secret of each customer that has suppressed somebody: it makes the hashes.
CREATE TABLE "suppression_key" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "key_enc" TEXT NOT NULL,

    CONSTRAINT "suppression_key_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "suppression_key_customer_id_key" ON "suppression_key"("customer_id");

-- CreateTable
CREATE TABLE "suppression" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "deletion_request_id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "suppression_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "suppression_customer_id_hash_key" ON "suppression"("customer_id", "hash");
CREATE INDEX "suppression_deletion_request_id_idx" ON "suppression"("deletion_request_id");

-- CreateTable
CREATE TABLE "identity_change" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "batch_id" UUID NOT NULL,
    "index" INTEGER NOT NULL,
    "gone_id" TEXT NOT NULL,
    "stays_id" TEXT NOT NULL,
    "external_id" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "identity_change_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "identity_change_batch_id_index_key" ON "identity_change"("batch_id", "index");
CREATE INDEX "identity_change_customer_id_gone_id_idx" ON "identity_change"("customer_id", "gone_id");
CREATE INDEX "identity_change_customer_id_stays_id_idx" ON "identity_change"("customer_id", "stays_id");
CREATE INDEX "identity_change_customer_id_external_id_idx" ON "identity_change"("customer_id", "external_id");
