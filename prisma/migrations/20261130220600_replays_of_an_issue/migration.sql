-- A replay may be about the events of one cause alone (docs/decisions/031-triage.md).
SET lock_timeout = '3s';

ALTER TABLE "replay" ADD COLUMN "issue" TEXT;
