-- Values of events that a source writes to Heap as user properties, with what is owed
-- (docs/decisions/026-user-properties.md).
SET lock_timeout = '3s';

-- The defaults keep existing sources as they are: none.
ALTER TABLE "source" ADD COLUMN "user_properties" JSONB NOT NULL DEFAULT '[]';

-- User properties wait on their own, so that they never hold events up.
ALTER TABLE "heap_app"
  ADD COLUMN "property_failures" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "properties_resume_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "user_property" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "heap_app" TEXT NOT NULL,
    "identity" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "rule" JSONB NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "event_id" TEXT NOT NULL COLLATE "C",
    "owed_since" TIMESTAMPTZ(3),
    "sent_value" JSONB,
    "sent_at" TIMESTAMPTZ(3),
    "refused_words" TEXT,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_property_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_property_source_id_heap_app_identity_name_key" ON "user_property"("source_id", "heap_app", "identity", "name");

-- CreateIndex
CREATE INDEX "user_property_customer_id_identity_idx" ON "user_property"("customer_id", "identity");

-- CreateIndex
CREATE INDEX "user_property_changed_at_idx" ON "user_property"("changed_at");

-- What is owed, by source and user.
CREATE INDEX "user_property_owed_idx" ON "user_property"("source_id", "identity", "name") WHERE "owed_since" IS NOT NULL;

-- AddForeignKey
ALTER TABLE "user_property" ADD CONSTRAINT "user_property_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
