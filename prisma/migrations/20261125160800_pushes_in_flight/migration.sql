-- Several pushes of one segment under way at a time (docs/decisions/006-pushes-in-flight.md).

-- AlterTable
ALTER TABLE "segment" ADD COLUMN     "one_at_a_time_until" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "sync" ADD COLUMN     "slice_id" UUID;
