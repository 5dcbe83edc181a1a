-- The portal: links with which people set a password or enter secrets, what a simulation made, and what its lists
-- are found by.

-- CreateEnum
CREATE TYPE "user_link_kind" AS ENUM ('invite', 'reset');

-- AlterTable
ALTER TABLE "batch" ADD COLUMN     "is_simulated" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "user_link" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" "user_link_kind" NOT NULL,
    "hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "user_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connect_link" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "destination_id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "hint" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "connect_link_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_link_hash_key" ON "user_link"("hash");

-- CreateIndex
CREATE INDEX "user_link_user_id_idx" ON "user_link"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "connect_link_hash_key" ON "connect_link"("hash");

-- CreateIndex
CREATE INDEX "connect_link_destination_id_idx" ON "connect_link"("destination_id");

-- CreateIndex
CREATE INDEX "audit_entry_actor_id_id_idx" ON "audit_entry"("actor_id", "id");

-- CreateIndex
CREATE INDEX "event_source_id_identity_batch_id_index_idx" ON "event"("source_id", "identity", "batch_id", "index");

-- CreateIndex
CREATE INDEX "push_started_at_idx" ON "push"("started_at");

-- AddForeignKey
ALTER TABLE "user_link" ADD CONSTRAINT "user_link_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connect_link" ADD CONSTRAINT "connect_link_destination_id_fkey" FOREIGN KEY ("destination_id") REFERENCES "destination"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Quarantined events are few and looked for most.
CREATE INDEX "event_quarantined_idx" ON "event" ("source_id", "batch_id", "index") WHERE "outcome" = 'quarantined';
