-- Counted before a key is tried: many tried at once all passed a limit that counts refusals afterwards.

SET lock_timeout = '3s';

-- AlterTable
ALTER TABLE "connect_link" ADD COLUMN "tried_keys" INTEGER NOT NULL DEFAULT 0;
