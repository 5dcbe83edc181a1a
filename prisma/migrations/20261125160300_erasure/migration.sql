-- Erasures: one person's data taken out of everything that is kept of a customer.

-- CreateEnum
CREATE TYPE "erasure_phase" AS ENUM ('batches', 'pages', 'members', 'mentions', 'leaving', 'done');

-- CreateTable
CREATE TABLE "erasure" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "identity_enc" TEXT,
    "includes_variants" BOOLEAN NOT NULL,
    "phase" "erasure_phase" NOT NULL DEFAULT 'batches',
    "cursor_owner_id" UUID,
    "cursor_id" UUID,
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "events" INTEGER NOT NULL DEFAULT 0,
    "pages" INTEGER NOT NULL DEFAULT 0,
    "members" INTEGER NOT NULL DEFAULT 0,
    "mentions" INTEGER NOT NULL DEFAULT 0,
    "leaving" INTEGER NOT NULL DEFAULT 0,
    "left_in_braze" INTEGER NOT NULL DEFAULT 0,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "give_up_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "touched_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "erasure_pkey" PRIMARY KEY ("id"),
    -- It forgets whom it was about when it is over.
    CONSTRAINT "erasure_identity_check" CHECK (("phase" = 'done') = ("identity_enc" IS NULL))
);

-- CreateIndex
CREATE INDEX "erasure_customer_id_id_idx" ON "erasure"("customer_id", "id");

-- One erasure of a customer at a time.
CREATE UNIQUE INDEX "erasure_active_key" ON "erasure" ("customer_id") WHERE "phase" <> 'done';

-- What an erasure walks through, and retention.
CREATE INDEX "page_body_idx" ON "page" ("destination_id", "id") WHERE "body" IS NOT NULL;
