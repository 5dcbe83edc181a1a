-- The local sandbox plays Heap's data centre in the EU too (docs/decisions/027-two-data-centres.md).
SET lock_timeout = '3s';

ALTER TYPE "heap_region" ADD VALUE 'sandbox_eu';
