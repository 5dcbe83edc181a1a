-- Alerts with their cause, refused requests, the mute of a customer, and the notices that are sent of alerts.

-- CreateEnum
CREATE TYPE "notice_event" AS ENUM ('opened', 'resolved');

-- CreateEnum
CREATE TYPE "notice_channel" AS ENUM ('mail', 'webhook');

-- CreateEnum
CREATE TYPE "message_state" AS ENUM ('waiting', 'sent', 'kept', 'failed');

-- AlterTable
ALTER TABLE "alert" ADD COLUMN     "cause" TEXT,
ADD COLUMN     "sample" TEXT;

-- AlterTable
ALTER TABLE "customer" ADD COLUMN     "muted_until" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "endpoint" ADD COLUMN     "last_refused_at" TIMESTAMPTZ(3),
ADD COLUMN     "last_refused_reason" TEXT,
ADD COLUMN     "last_refused_status" INTEGER;

-- CreateTable
CREATE TABLE "notice" (
    "alert_id" UUID NOT NULL,
    "event" "notice_event" NOT NULL,
    "channel" "notice_channel" NOT NULL,
    "customer_id" UUID NOT NULL,
    "message_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notice_pkey" PRIMARY KEY ("alert_id","event","channel")
);

-- CreateTable
CREATE TABLE "message" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "channel" "notice_channel" NOT NULL,
    "recipients" TEXT[],
    "subject" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "state" "message_state" NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "message_customer_id_channel_created_at_idx" ON "message"("customer_id", "channel", "created_at");

-- CreateIndex
CREATE INDEX "message_created_at_idx" ON "message"("created_at");

-- CreateIndex
CREATE INDEX "alert_resolved_at_idx" ON "alert"("resolved_at");

-- What is still to be said, and what is still to be sent: few rows, looked for each minute.
CREATE INDEX "notice_waiting_idx" ON "notice" ("customer_id", "channel", "created_at") WHERE "message_id" IS NULL;
CREATE INDEX "message_waiting_idx" ON "message" ("next_attempt_at") WHERE "state" = 'waiting';
