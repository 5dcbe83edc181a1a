-- CreateEnum
CREATE TYPE "role" AS ENUM ('admin', 'csm', 'viewer');

-- CreateEnum
CREATE TYPE "customer_state" AS ENUM ('onboarding', 'live', 'paused', 'archived');

-- CreateEnum
CREATE TYPE "heap_region" AS ENUM ('us', 'eu', 'sandbox');

-- CreateEnum
CREATE TYPE "identity_field" AS ENUM ('external_user_id', 'user_id');

-- CreateEnum
CREATE TYPE "identifier_kind" AS ENUM ('external_id', 'device_id', 'alias');

-- CreateEnum
CREATE TYPE "batch_state" AS ENUM ('pending', 'done');

-- CreateEnum
CREATE TYPE "outcome" AS ENUM ('forwarded', 'filtered', 'duplicate', 'quarantined');

-- CreateEnum
CREATE TYPE "call_state" AS ENUM ('sending', 'accepted', 'refused', 'failed');

-- CreateEnum
CREATE TYPE "segment_mode" AS ENUM ('off', 'manual', 'recurring');

-- CreateEnum
CREATE TYPE "task_state" AS ENUM ('receiving', 'complete', 'incomplete');

-- CreateEnum
CREATE TYPE "page_state" AS ENUM ('applied', 'stale', 'ignored', 'invalid');

-- CreateEnum
CREATE TYPE "sync_trigger" AS ENUM ('delta', 'manual', 'recurring', 'resync');

-- CreateEnum
CREATE TYPE "sync_state" AS ENUM ('queued', 'running', 'succeeded', 'succeeded_with_errors', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "actor_kind" AS ENUM ('user', 'api_key', 'customer_link', 'system');

-- CreateTable
CREATE TABLE "user" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "role" "role" NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "hash" BYTEA NOT NULL,
    "hint" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotent_answer" (
    "actor_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "subject_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotent_answer_pkey" PRIMARY KEY ("actor_id","key")
);

-- CreateTable
CREATE TABLE "customer" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "owner_id" UUID,
    "state" "customer_state" NOT NULL DEFAULT 'onboarding',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "heap_app_id" TEXT NOT NULL,
    "heap_region" "heap_region" NOT NULL,
    "heap_app" TEXT NOT NULL,
    "identity_field" "identity_field" NOT NULL,
    "prefix" TEXT,
    "event_types" JSONB,
    "bearer_token_hash" BYTEA,
    "bearer_token_enc" TEXT,
    "paused_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "destination" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "braze_instance" TEXT NOT NULL,
    "data_import_key_enc" TEXT,
    "rest_api_key_enc" TEXT,
    "identifier_kind" "identifier_kind" NOT NULL DEFAULT 'external_id',
    "alias_label" TEXT,
    "heap_id_token" TEXT,
    "paused_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "destination_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_secret" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "destination_id" UUID NOT NULL,
    "secret_enc" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_secret_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "endpoint" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "source_id" UUID,
    "destination_id" UUID,
    "token_hash" BYTEA NOT NULL,
    "token_enc" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_probe_at" TIMESTAMPTZ(3),

    CONSTRAINT "endpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "batch" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "digest" BYTEA NOT NULL,
    "body" BYTEA,
    "byte_size" INTEGER NOT NULL,
    "state" "batch_state" NOT NULL DEFAULT 'pending',
    "accepted" INTEGER NOT NULL,
    "forwarded" INTEGER NOT NULL DEFAULT 0,
    "filtered" INTEGER NOT NULL DEFAULT 0,
    "duplicate" INTEGER NOT NULL DEFAULT 0,
    "quarantined" INTEGER NOT NULL DEFAULT 0,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event" (
    "batch_id" UUID NOT NULL,
    "index" INTEGER NOT NULL,
    "customer_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "event_id" TEXT,
    "type" TEXT,
    "name" TEXT,
    "identity" TEXT,
    "occurred_at" TIMESTAMPTZ(3),
    "outcome" "outcome" NOT NULL,
    "field" TEXT,
    "reason" TEXT,
    "delivery_id" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_pkey" PRIMARY KEY ("batch_id","index")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "heap_app" TEXT NOT NULL,
    "state" "call_state" NOT NULL,
    "event_count" INTEGER NOT NULL,
    "mapping" JSONB NOT NULL,
    "status" INTEGER,
    "words" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "segment" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "destination_id" UUID NOT NULL,
    "heap_segment_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mode" "segment_mode" NOT NULL,
    "identifier_kind" "identifier_kind",
    "alias_label" TEXT,
    "cohort_name" TEXT,
    "cohort_named_at" TIMESTAMPTZ(3),
    "wanted_count" INTEGER NOT NULL DEFAULT 0,
    "acked_count" INTEGER NOT NULL DEFAULT 0,
    "drained_order" BIGINT NOT NULL DEFAULT 0,
    "last_page_at" TIMESTAMPTZ(3),
    "next_sync_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "segment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "segment_id" UUID NOT NULL,
    "sync_task_id" TEXT NOT NULL,
    "task_order" BIGINT NOT NULL,
    "total_pages" INTEGER NOT NULL,
    "state" "task_state" NOT NULL DEFAULT 'receiving',
    "first_page_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_page_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "page" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "destination_id" UUID NOT NULL,
    "segment_id" UUID,
    "task_id" UUID,
    "action" TEXT NOT NULL,
    "page_number" INTEGER,
    "dedupe_key" TEXT NOT NULL,
    "state" "page_state" NOT NULL,
    "signed" BOOLEAN NOT NULL,
    "reason" TEXT,
    "adds" INTEGER NOT NULL DEFAULT 0,
    "removes" INTEGER NOT NULL DEFAULT 0,
    "body" BYTEA,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "page_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member" (
    "segment_id" UUID NOT NULL,
    "user_key" TEXT NOT NULL,
    "wanted" BOOLEAN NOT NULL,
    "acked" BOOLEAN DEFAULT false,
    "task_order" BIGINT NOT NULL,
    "refused" TEXT,

    CONSTRAINT "member_pkey" PRIMARY KEY ("segment_id","user_key")
);

-- CreateTable
CREATE TABLE "sync" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "destination_id" UUID NOT NULL,
    "segment_id" UUID NOT NULL,
    "trigger" "sync_trigger" NOT NULL,
    "state" "sync_state" NOT NULL DEFAULT 'queued',
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "cancel_requested_at" TIMESTAMPTZ(3),
    "retry_at" TIMESTAMPTZ(3),
    "touched_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "owed_at_start" INTEGER,
    "added" INTEGER NOT NULL DEFAULT 0,
    "removed" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "pushes" INTEGER NOT NULL DEFAULT 0,
    "failed_attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,

    CONSTRAINT "sync_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "push" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "segment_id" UUID NOT NULL,
    "sync_id" UUID NOT NULL,
    "adds" INTEGER NOT NULL,
    "removes" INTEGER NOT NULL,
    "user_keys" TEXT[],
    "state" "call_state" NOT NULL,
    "status" INTEGER,
    "words" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "push_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "check" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "source_id" UUID,
    "destination_id" UUID,
    "kind" TEXT NOT NULL,
    "detail" TEXT,
    "proven_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "check_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "source_id" UUID,
    "destination_id" UUID,
    "segment_id" UUID,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "next_action" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "alert_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_kind" "actor_kind" NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "customer_id" UUID,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_hash_key" ON "api_key"("hash");

-- CreateIndex
CREATE INDEX "customer_name_id_idx" ON "customer"("name", "id");

-- CreateIndex
CREATE INDEX "source_customer_id_id_idx" ON "source"("customer_id", "id");

-- CreateIndex
CREATE INDEX "source_heap_app_idx" ON "source"("heap_app");

-- CreateIndex
CREATE INDEX "destination_customer_id_id_idx" ON "destination"("customer_id", "id");

-- CreateIndex
CREATE INDEX "webhook_secret_destination_id_idx" ON "webhook_secret"("destination_id");

-- CreateIndex
CREATE UNIQUE INDEX "endpoint_token_hash_key" ON "endpoint"("token_hash");

-- CreateIndex
CREATE INDEX "endpoint_source_id_idx" ON "endpoint"("source_id");

-- CreateIndex
CREATE INDEX "endpoint_destination_id_idx" ON "endpoint"("destination_id");

-- CreateIndex
CREATE INDEX "batch_source_id_id_idx" ON "batch"("source_id", "id");

-- CreateIndex
CREATE INDEX "batch_received_at_idx" ON "batch"("received_at");

-- CreateIndex
CREATE UNIQUE INDEX "batch_source_id_digest_key" ON "batch"("source_id", "digest");

-- CreateIndex
CREATE INDEX "event_source_id_batch_id_index_idx" ON "event"("source_id", "batch_id", "index");

-- CreateIndex
CREATE INDEX "event_delivery_id_idx" ON "event"("delivery_id");

-- CreateIndex
CREATE INDEX "delivery_source_id_id_idx" ON "delivery"("source_id", "id");

-- CreateIndex
CREATE INDEX "delivery_heap_app_started_at_idx" ON "delivery"("heap_app", "started_at");

-- CreateIndex
CREATE INDEX "segment_customer_id_id_idx" ON "segment"("customer_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "segment_destination_id_heap_segment_id_key" ON "segment"("destination_id", "heap_segment_id");

-- CreateIndex
CREATE UNIQUE INDEX "task_segment_id_sync_task_id_key" ON "task"("segment_id", "sync_task_id");

-- CreateIndex
CREATE UNIQUE INDEX "task_segment_id_task_order_key" ON "task"("segment_id", "task_order");

-- CreateIndex
CREATE INDEX "page_task_id_idx" ON "page"("task_id");

-- CreateIndex
CREATE INDEX "page_segment_id_id_idx" ON "page"("segment_id", "id");

-- CreateIndex
CREATE INDEX "page_received_at_idx" ON "page"("received_at");

-- CreateIndex
CREATE UNIQUE INDEX "page_destination_id_dedupe_key_key" ON "page"("destination_id", "dedupe_key");

-- CreateIndex
CREATE INDEX "sync_segment_id_id_idx" ON "sync"("segment_id", "id");

-- CreateIndex
CREATE INDEX "sync_customer_id_id_idx" ON "sync"("customer_id", "id");

-- CreateIndex
CREATE INDEX "push_sync_id_id_idx" ON "push"("sync_id", "id");

-- CreateIndex
CREATE INDEX "check_customer_id_idx" ON "check"("customer_id");

-- CreateIndex
CREATE INDEX "alert_customer_id_opened_at_idx" ON "alert"("customer_id", "opened_at");

-- CreateIndex
CREATE INDEX "audit_entry_customer_id_id_idx" ON "audit_entry"("customer_id", "id");

-- CreateIndex
CREATE INDEX "audit_entry_action_id_idx" ON "audit_entry"("action", "id");

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer" ADD CONSTRAINT "customer_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source" ADD CONSTRAINT "source_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "destination" ADD CONSTRAINT "destination_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_secret" ADD CONSTRAINT "webhook_secret_destination_id_fkey" FOREIGN KEY ("destination_id") REFERENCES "destination"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "endpoint" ADD CONSTRAINT "endpoint_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "endpoint" ADD CONSTRAINT "endpoint_destination_id_fkey" FOREIGN KEY ("destination_id") REFERENCES "destination"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "batch" ADD CONSTRAINT "batch_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "segment" ADD CONSTRAINT "segment_destination_id_fkey" FOREIGN KEY ("destination_id") REFERENCES "destination"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

