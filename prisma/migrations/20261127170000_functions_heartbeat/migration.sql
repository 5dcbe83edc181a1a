-- When the functions last ran, whichever engine runs them (docs/decisions/019-lanes.md). One row.

-- CreateTable
CREATE TABLE "functions_heartbeat" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "last_run_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "told_at" TIMESTAMPTZ(3),

    CONSTRAINT "functions_heartbeat_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "functions_heartbeat_one_row" CHECK ("id" = 1)
);

INSERT INTO "functions_heartbeat" DEFAULT VALUES;
