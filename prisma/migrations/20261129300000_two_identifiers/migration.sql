-- A user key may be sent under two identifiers (docs/decisions/028-two-identifiers.md).
SET lock_timeout = '3s';

ALTER TYPE "identifier_kind" ADD VALUE 'external_id_or_device_id';
