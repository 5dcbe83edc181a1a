SET lock_timeout = '3s';

CREATE TYPE "machine_events" AS ENUM ('forward', 'mark', 'drop');

-- The defaults keep existing sources as they are.
ALTER TABLE "source"
  ADD COLUMN "catalog_prefix" TEXT,
  ADD COLUMN "machine_events" "machine_events" NOT NULL DEFAULT 'forward',
  ADD COLUMN "placeholders" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  ADD COLUMN "allowed_identities" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];
