-- Users may be named by e-mail address or phone number where segments are attributes (docs/decisions/039-email-and-phone.md).
SET lock_timeout = '3s';

ALTER TYPE "identifier_kind" ADD VALUE 'email';
ALTER TYPE "identifier_kind" ADD VALUE 'phone';

-- Members that were not sent, because their key is no address.
ALTER TABLE "sync" ADD COLUMN "unfit" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "dry_run" ADD COLUMN "unfit" INTEGER NOT NULL DEFAULT 0;

-- Addresses of a match check that several users in Braze have.
ALTER TABLE "match_check" ADD COLUMN "shared" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "sampled_id" ADD COLUMN "shared" BOOLEAN NOT NULL DEFAULT false;
