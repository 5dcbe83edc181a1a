-- Events become partitions by week (docs/decisions/041-events-by-week.md). The table that is there becomes the first of them, with all
-- batches up to a Monday some weeks ahead. That is promised here, proven by the next migration, and used by the one after it, so that
-- none of them holds up what is being written for longer than a change of the catalogue takes.

-- The lowest id that a batch received at the beginning of a day (UTC) can have: ids begin with the millisecond of their creation.
CREATE FUNCTION "lowest_id_of"("day" date) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (lpad(to_hex(extract(epoch FROM "day")::bigint * 1000), 12, '0') || repeat('0', 20))::uuid;

DO $$
DECLARE
  "monday" date := date_trunc('week', now() AT TIME ZONE 'UTC')::date + 35;
BEGIN
  EXECUTE format(
    'ALTER TABLE "event" ADD CONSTRAINT %I CHECK ("batch_id" < %L) NOT VALID',
    'event_before_' || to_char("monday", 'YYYYMMDD'), lowest_id_of("monday")
  );
END
$$;
