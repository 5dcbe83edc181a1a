-- Counts that outlive the rows they count (docs/decisions/030-history.md). They begin empty: `npm run admin --
-- rebuild-history` fills them from what is stored.
SET lock_timeout = '3s';

ALTER TABLE "push" ADD COLUMN "refused" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "event_hour" (
    "source_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL COLLATE "C",
    "forwarded" INTEGER NOT NULL DEFAULT 0,
    "filtered" INTEGER NOT NULL DEFAULT 0,
    "duplicate" INTEGER NOT NULL DEFAULT 0,
    "quarantined" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "event_hour_pkey" PRIMARY KEY ("source_id","hour","type")
);

-- CreateTable
CREATE TABLE "lag_hour" (
    "source_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "events" INTEGER NOT NULL,
    "sum_ms" BIGINT NOT NULL,
    "max_ms" BIGINT NOT NULL,
    "buckets" INTEGER[] NOT NULL,

    CONSTRAINT "lag_hour_pkey" PRIMARY KEY ("source_id","hour")
);

-- CreateTable
CREATE TABLE "call_hour" (
    "owner_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "accepted" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "throttled" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "call_hour_pkey" PRIMARY KEY ("owner_id","hour")
);

-- CreateTable
CREATE TABLE "segment_day" (
    "segment_id" UUID NOT NULL,
    "day" TIMESTAMPTZ(3) NOT NULL,
    "wanted" INTEGER,
    "acked" INTEGER,
    "owed" INTEGER,
    "added" INTEGER NOT NULL DEFAULT 0,
    "removed" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "segment_day_pkey" PRIMARY KEY ("segment_id","day")
);

-- The rows of the present hour change with every call: room for the next version on the same page.
ALTER TABLE "event_hour" SET (fillfactor = 80);
ALTER TABLE "lag_hour" SET (fillfactor = 80);
ALTER TABLE "call_hour" SET (fillfactor = 80);
ALTER TABLE "segment_day" SET (fillfactor = 80);
