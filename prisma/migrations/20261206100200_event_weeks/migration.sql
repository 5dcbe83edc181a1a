-- Events by week: docs/decisions/041-events-by-week.md.

-- The partitions of "event" that have a week of their own, and the first, which has what was before them: their names, and the Mondays (UTC)
-- from which and until which the batches of their events were received. Names tell those, because PostgreSQL keeps the bounds as text.
CREATE FUNCTION "event_weeks"() RETURNS TABLE ("name" text, "starts_on" date, "ends_on" date)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH partition AS MATERIALIZED (
    SELECT c.relname::text AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = '"event"'::regclass AND c.relname ~ '^event_(week|before)_[0-9]{8}$'
  )
  SELECT name, CASE WHEN name LIKE 'event\_week\_%' THEN right(name, 8)::date END,
         right(name, 8)::date + CASE WHEN name LIKE 'event\_week\_%' THEN 7 ELSE 0 END
  FROM partition ORDER BY 3
$$;

-- Makes the partitions of the weeks from one day to another where they are missing. What was stored meanwhile in "event_other", which
-- takes what has no week, moves to its own; where that is more than 100,000 events, as after months without weeks, it stays, since whatever
-- records events would wait for the move. Runs as the owner of the tables, since the role of the app may make none.
CREATE FUNCTION "make_event_weeks"("first_day" date, "last_day" date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '1s' AS $$
DECLARE
  "monday" date;
  "week" text;
  "stored" integer;
  "made" integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('event weeks'));
  FOR "monday" IN
    SELECT generate_series(date_trunc('week', "first_day"::timestamp), "last_day", interval '7 days')::date
  LOOP
    "week" := 'event_week_' || to_char("monday", 'YYYYMMDD');
    CONTINUE WHEN EXISTS (
      SELECT FROM event_weeks() w WHERE "monday" >= COALESCE(w.starts_on, '-infinity') AND "monday" < w.ends_on
    );
    LOCK TABLE "event_other" IN ACCESS EXCLUSIVE MODE;
    SELECT count(*) INTO "stored" FROM (
      SELECT FROM "event_other"
      WHERE "batch_id" >= lowest_id_of("monday") AND "batch_id" < lowest_id_of("monday" + 7) LIMIT 100001
    ) others;
    CONTINUE WHEN "stored" > 100000;

    EXECUTE format('CREATE TABLE %I (LIKE "event" INCLUDING DEFAULTS)', "week");
    EXECUTE format(
      'WITH moved AS (DELETE FROM "event_other" WHERE "batch_id" >= %L AND "batch_id" < %L RETURNING *)
       INSERT INTO %I SELECT * FROM moved',
      lowest_id_of("monday"), lowest_id_of("monday" + 7), "week"
    );
    -- That an event id is in the books once is kept within a week by an index, and beyond it by whoever records it.
    EXECUTE format(
      'CREATE UNIQUE INDEX %I ON %I ("source_id", "event_id") WHERE "outcome" <> ''duplicate''',
      "week" || '_once_key', "week"
    );
    EXECUTE format(
      'ALTER TABLE "event" ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
      "week", lowest_id_of("monday"), lowest_id_of("monday" + 7)
    );
    "made" := "made" + 1;
  END LOOP;
  RETURN "made";
END
$$;

-- Drops the partitions whose batches were all received before a day, and are all done. A week with a batch that is not done stays,
-- and is pruned row by row.
CREATE FUNCTION "drop_event_weeks"("kept_from" date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '1s' AS $$
DECLARE
  "week" record;
  "dropped" integer := 0;
BEGIN
  IF "kept_from" > now() AT TIME ZONE 'UTC' THEN
    RAISE EXCEPTION 'Events of weeks to come are not dropped.';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('event weeks'));
  FOR "week" IN
    SELECT w.name, w.ends_on, COALESCE(lowest_id_of(w.starts_on), '00000000-0000-0000-0000-000000000000') AS first_id
    FROM event_weeks() w WHERE w.ends_on <= "kept_from"
  LOOP
    CONTINUE WHEN EXISTS (
      SELECT FROM "batch" WHERE "state" = 'pending' AND "id" >= "week".first_id AND "id" < lowest_id_of("week".ends_on)
    );
    EXECUTE format('ALTER TABLE "event" DETACH PARTITION %I', "week".name);
    EXECUTE format('DROP TABLE %I', "week".name);
    "dropped" := "dropped" + 1;
  END LOOP;
  RETURN "dropped";
END
$$;

-- The runtime role is granted them by every migration (scripts/runtime-role.ts).
REVOKE ALL ON FUNCTION "make_event_weeks"(date, date), "drop_event_weeks"(date) FROM PUBLIC;

LOCK TABLE "event" IN ACCESS EXCLUSIVE MODE;

DO $$
DECLARE
  "bound" text := (
    SELECT conname FROM pg_constraint WHERE conrelid = '"event"'::regclass AND conname LIKE 'event\_before\_%'
  );
  "first" text := "bound";
  "index" text;
BEGIN
  -- A new database has nothing to bring over: its weeks begin with this one.
  IF NOT EXISTS (SELECT FROM "event") THEN
    "first" := 'event_before_' || to_char(date_trunc('week', now() AT TIME ZONE 'UTC'), 'YYYYMMDD');
  END IF;

  EXECUTE format('ALTER TABLE "event" RENAME TO %I', "first");
  FOR "index" IN SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = "first"::regclass LOOP
    EXECUTE format('ALTER INDEX %I RENAME TO %I', "index", left(replace("index", 'event_', "first" || '_'), 63));
  END LOOP;
  EXECUTE format('CREATE TABLE "event" (LIKE %I INCLUDING DEFAULTS) PARTITION BY RANGE ("batch_id")', "first");

  ALTER TABLE "event" ADD CONSTRAINT "event_pkey" PRIMARY KEY ("batch_id", "index");
  CREATE INDEX "event_source_id_batch_id_idx" ON "event" ("source_id", "batch_id" NULLS FIRST);
  CREATE INDEX "event_source_id_identity_batch_id_index_idx" ON "event" ("source_id", "identity", "batch_id", "index");
  CREATE INDEX "event_delivery_id_idx" ON "event" ("delivery_id");
  CREATE INDEX "event_quarantined_idx" ON "event" ("source_id", "batch_id", "index") WHERE "outcome" = 'quarantined';
  CREATE INDEX "event_duplicate_idx" ON "event" ("source_id", "event_id", "batch_id", "index") WHERE "outcome" = 'duplicate';
  CREATE INDEX "event_other_workspace_idx" ON "event" ("source_id", "batch_id")
    WHERE "outcome" = 'quarantined' AND "field" = 'properties.app_group_id';

  EXECUTE format(
    'ALTER TABLE "event" ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)',
    "first", lowest_id_of(right("first", 8)::date)
  );
  EXECUTE format('ALTER TABLE %I DROP CONSTRAINT %I', "first", "bound");

  CREATE TABLE "event_other" PARTITION OF "event" DEFAULT;
  CREATE UNIQUE INDEX "event_other_once_key" ON "event_other" ("source_id", "event_id") WHERE "outcome" <> 'duplicate';
  PERFORM "make_event_weeks"((now() AT TIME ZONE 'UTC')::date, (now() AT TIME ZONE 'UTC')::date + 14);
END
$$;
