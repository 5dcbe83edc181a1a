SET lock_timeout = '3s';

CREATE TYPE "new_types" AS ENUM ('forward', 'hold', 'drop');
CREATE TYPE "type_decision" AS ENUM ('forward', 'drop');

-- The defaults keep existing sources as they are; new sources get theirs from the app.
ALTER TABLE "source"
  ADD COLUMN "protects_personal_data" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "property_rules" JSONB NOT NULL DEFAULT '[]',
  ADD COLUMN "property_names" JSONB NOT NULL DEFAULT '[]',
  ADD COLUMN "event_names" JSONB NOT NULL DEFAULT '[]',
  ADD COLUMN "new_types" "new_types" NOT NULL DEFAULT 'forward';

-- A source with a list never forwarded a type that is not in it.
UPDATE "source" SET "new_types" = 'drop' WHERE "event_types" IS NOT NULL;

-- What is put before each value that is hashed for a customer.
CREATE TABLE "hash_salt" (
  "id" UUID NOT NULL,
  "customer_id" UUID NOT NULL,
  "salt_enc" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "hash_salt_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "hash_salt_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "hash_salt_customer_id_key" ON "hash_salt"("customer_id");

-- Event types outside the catalog that a source has sent, and what was decided about them.
CREATE TABLE "seen_type" (
  "id" UUID NOT NULL,
  "source_id" UUID NOT NULL,
  "customer_id" UUID NOT NULL,
  "type" TEXT NOT NULL,
  "decision" "type_decision",
  "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "seen_type_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "seen_type_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "seen_type_source_id_type_key" ON "seen_type"("source_id", "type");
CREATE INDEX "seen_type_customer_id_idx" ON "seen_type"("customer_id");

-- Since when everything of it that waits does so for a decision about its event types.
ALTER TABLE "batch" ADD COLUMN "held_at" TIMESTAMPTZ(3);
