-- The check locked the source's row for every batch (docs/decisions/012-cost-of-a-batch.md).

SET lock_timeout = '3s';

-- DropForeignKey
ALTER TABLE "batch" DROP CONSTRAINT "batch_source_id_fkey";
