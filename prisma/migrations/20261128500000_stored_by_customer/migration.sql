-- What each customer has stored, hour by hour, and since when that is too much (docs/decisions/024-shares-of-customers.md).
SET lock_timeout = '3s';

ALTER TABLE "customer" ADD COLUMN "spent_since" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "stored_hour" (
    "customer_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "bytes" BIGINT NOT NULL,

    CONSTRAINT "stored_hour_pkey" PRIMARY KEY ("customer_id", "hour")
);
