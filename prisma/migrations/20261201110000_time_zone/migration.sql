-- The time zone in which a user reads times; null: the one of their browser, and UTC in mails.
ALTER TABLE "user" ADD COLUMN "time_zone" TEXT;
