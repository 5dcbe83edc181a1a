-- Bodies of batches that are done are stored zipped (docs/decisions/040-bytes.md).
SET lock_timeout = '3s';

-- Zipped already: PostgreSQL would only try in vain.
ALTER TABLE "batch" ADD COLUMN "body_zip" BYTEA;
ALTER TABLE "batch" ALTER COLUMN "body_zip" SET STORAGE EXTERNAL;

-- CreateTable
CREATE TABLE "body_zipping" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "starts_at" TIMESTAMPTZ(3),

    CONSTRAINT "body_zipping_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "body_zipping_one_row" CHECK ("id" = 1)
);

-- The version before this one takes a zipped body for a pruned one. So a database that it has used waits until an operator or
-- the next version says that nobody will go back to it.
INSERT INTO "body_zipping" ("starts_at") SELECT CASE WHEN NOT EXISTS (SELECT FROM "batch") THEN now() END;
