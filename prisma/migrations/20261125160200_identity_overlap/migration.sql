-- How many of the users whom Currents names Heap knows too: one measurement per source, the newest.

-- CreateTable
CREATE TABLE "identity_overlap" (
    "source_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "measured_at" TIMESTAMPTZ(3) NOT NULL,
    "facts" JSONB NOT NULL,

    CONSTRAINT "identity_overlap_pkey" PRIMARY KEY ("source_id")
);

-- CreateIndex
CREATE INDEX "identity_overlap_customer_id_idx" ON "identity_overlap"("customer_id");

-- AddForeignKey
ALTER TABLE "identity_overlap" ADD CONSTRAINT "identity_overlap_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
