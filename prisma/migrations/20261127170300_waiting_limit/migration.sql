-- Since when a customer has so much waiting that nothing more of it is stored (lib/forwarding/batches/waiting-limit.ts).

SET lock_timeout = '3s';

-- AlterTable
ALTER TABLE "customer" ADD COLUMN "full_since" TIMESTAMPTZ(3);
