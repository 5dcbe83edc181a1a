SET lock_timeout = '3s';

-- What became of the events of each day: hours added up, so that a summary of all customers need not read all hours and types.
-- CreateTable
CREATE TABLE "event_day" (
    "source_id" UUID NOT NULL,
    "day" TIMESTAMPTZ(3) NOT NULL,
    "forwarded" INTEGER NOT NULL DEFAULT 0,
    "filtered" INTEGER NOT NULL DEFAULT 0,
    "duplicate" INTEGER NOT NULL DEFAULT 0,
    "quarantined" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "event_day_pkey" PRIMARY KEY ("source_id","day")
);

-- The row of the present day changes with every call: room for the next version on the same page.
ALTER TABLE "event_day" SET (fillfactor = 80);

-- Only reads the hours. What the older version records until it is gone, `rebuild-history` adds.
INSERT INTO "event_day" ("source_id", "day", "forwarded", "filtered", "duplicate", "quarantined")
SELECT "source_id", date_trunc('day', "hour", 'UTC'), sum("forwarded"), sum("filtered"), sum("duplicate"), sum("quarantined")
FROM "event_hour" GROUP BY 1, 2;
