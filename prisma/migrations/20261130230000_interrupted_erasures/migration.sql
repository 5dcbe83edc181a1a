-- An erasure that was interrupted leaves its customer's turn to the next one, and takes it again for its next try.

-- AlterTable
ALTER TABLE "erasure" ADD COLUMN "interrupted_at" TIMESTAMPTZ(3);

-- One at a time for each customer: two would undo each other's changes to a body.
DROP INDEX "erasure_active_key";
CREATE UNIQUE INDEX "erasure_active_key" ON "erasure" ("customer_id") WHERE "phase" <> 'done' AND "interrupted_at" IS NULL;
