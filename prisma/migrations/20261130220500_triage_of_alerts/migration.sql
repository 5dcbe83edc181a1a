-- What people do with an open alert: see it, take it, put it off, write at it (docs/decisions/031-triage.md).
SET lock_timeout = '3s';

ALTER TABLE "alert"
  ADD COLUMN "size" INTEGER,
  ADD COLUMN "acknowledged_at" TIMESTAMPTZ(3),
  ADD COLUMN "acknowledged_by" TEXT,
  ADD COLUMN "assignee_id" UUID,
  ADD COLUMN "snoozed_until" TIMESTAMPTZ(3),
  ADD COLUMN "snoozed_by" TEXT,
  ADD COLUMN "snoozed_size" INTEGER;

CREATE INDEX "alert_customer_id_kind_subject_opened_at_idx" ON "alert"("customer_id", "kind", "subject", "opened_at");
CREATE INDEX "alert_assignee_id_idx" ON "alert"("assignee_id");

ALTER TABLE "alert" ADD CONSTRAINT "alert_assignee_id_fkey"
  FOREIGN KEY ("assignee_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE TABLE "alert_note" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "alert_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "written_by" TEXT NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_note_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "alert_note_alert_id_idx" ON "alert_note"("alert_id");
CREATE INDEX "alert_note_customer_id_idx" ON "alert_note"("customer_id");
