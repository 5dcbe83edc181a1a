SET lock_timeout = '3s';

-- How a destination writes membership to Braze: to cohorts, or as custom attributes of users.
CREATE TYPE "destination_kind" AS ENUM ('cohort', 'attribute');

ALTER TABLE "destination" ADD COLUMN "kind" "destination_kind" NOT NULL DEFAULT 'cohort';

-- The segment's attribute in Braze, chosen once. Of a customer and not of a destination: two may write to one workspace.
ALTER TABLE "segment" ADD COLUMN "attribute_name" TEXT;

CREATE UNIQUE INDEX "segment_customer_id_attribute_name_key" ON "segment"("customer_id", "attribute_name");

-- What Braze last said is left of the limit of calls of a REST API key.
CREATE TABLE "call_budget" (
    "id" TEXT NOT NULL,
    "most" INTEGER NOT NULL,
    "remaining" INTEGER NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "call_budget_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "call_budget" SET (fillfactor = 80);
