-- From when on quarantined events and refused members are trouble, for each customer.
ALTER TABLE "customer" ADD COLUMN "quarantine_count" INTEGER NOT NULL DEFAULT 20,
ADD COLUMN "quarantine_percent" INTEGER NOT NULL DEFAULT 5,
ADD COLUMN "refused_count" INTEGER NOT NULL DEFAULT 20,
ADD COLUMN "refused_percent" INTEGER NOT NULL DEFAULT 5;

-- Who dismissed an alert, and why.
ALTER TABLE "alert" ADD COLUMN "dismissed_by" TEXT,
ADD COLUMN "dismissed_reason" TEXT;

-- The last refusal after which something had been accepted since the one before.
ALTER TABLE "endpoint" ADD COLUMN "refused_again_at" TIMESTAMPTZ(3);

-- The last page from another Heap environment than expected, and the environments that a person has accepted.
ALTER TABLE "destination" ADD COLUMN "other_id_token" TEXT,
ADD COLUMN "other_id_token_at" TIMESTAMPTZ(3),
ADD COLUMN "accepted_id_tokens" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];
