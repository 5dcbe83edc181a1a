-- Optional hops of a destination that a person has decided to do without.
CREATE TABLE "skipped_hop" (
    "id" UUID NOT NULL,
    "destination_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "customer_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "skipped_by" TEXT NOT NULL,
    "skipped_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "skipped_hop_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "skipped_hop_destination_id_kind_key" ON "skipped_hop"("destination_id", "kind");

CREATE INDEX "skipped_hop_customer_id_idx" ON "skipped_hop"("customer_id");
