-- Slices of a sync, replay, match check or erasure that began and did not come to an end: with their process, as a rule
-- (docs/decisions/020-budgets.md).
SET lock_timeout = '3s';

-- CreateTable
CREATE TABLE "open_slice" (
    "job" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "slices" INTEGER NOT NULL,
    "begun_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "open_slice_pkey" PRIMARY KEY ("job", "subject_id")
);
