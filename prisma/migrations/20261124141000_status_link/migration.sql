-- Status links: with one a customer sees how their connection is doing, without an account.

-- CreateTable
CREATE TABLE "status_link" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "token_enc" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "can_sync" BOOLEAN NOT NULL,
    "can_toggle" BOOLEAN NOT NULL,
    "can_copy_endpoints" BOOLEAN NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "status_link_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "status_link_hash_key" ON "status_link"("hash");

-- CreateIndex
CREATE INDEX "status_link_customer_id_id_idx" ON "status_link"("customer_id", "id");

-- AddForeignKey
ALTER TABLE "status_link" ADD CONSTRAINT "status_link_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
