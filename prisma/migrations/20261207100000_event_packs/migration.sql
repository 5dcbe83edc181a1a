-- Events of past weeks in one row for each batch (docs/decisions/044-packed-events.md).
SET lock_timeout = '3s';

CREATE TABLE "event_pack" (
    "batch_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "places" SMALLINT[],
    "event_uuids" UUID[],
    "event_texts" TEXT[],
    "identities" TEXT[],
    "occurred_ats" TIMESTAMPTZ(3)[],
    "kinds" SMALLINT[],
    "types" TEXT[],
    "names" TEXT[],
    "results" SMALLINT[],
    "outcomes" "outcome"[],
    "fields" TEXT[],
    "reasons" TEXT[],
    "delivery_ids" UUID[],
    "recorded_ats" TIMESTAMPTZ(3)[],
    "terms" INTEGER[],

    CONSTRAINT "event_pack_pkey" PRIMARY KEY ("batch_id")
) PARTITION BY RANGE ("batch_id");

-- Sorted as the primary key cannot be read (lib/forwarding/events/order-in-source.ts).
CREATE INDEX "event_pack_source_id_batch_id_idx" ON "event_pack" ("source_id", "batch_id" NULLS FIRST);
CREATE INDEX "event_pack_quarantined_idx" ON "event_pack" ("source_id", "batch_id")
  WHERE "outcomes" @> ARRAY['quarantined'::"outcome"];
-- Read whole for each search if it had a list of what is new.
CREATE INDEX "event_pack_terms_idx" ON "event_pack" USING GIN ("terms") WITH (fastupdate = off);
CREATE TABLE "event_pack_other" PARTITION OF "event_pack" DEFAULT;

-- CreateTable
CREATE TABLE "event_packing" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "packed_until" UUID,
    "shrunk_until" DATE,

    CONSTRAINT "event_packing_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "event_packing_one_row" CHECK ("id" = 1)
);
INSERT INTO "event_packing" DEFAULT VALUES;

-- Makes the partitions for the packs of the weeks that ended by a day, where they are missing.
CREATE FUNCTION "make_pack_weeks"("ended_by" date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '1s' AS $$
DECLARE
  "week" record;
  "first_id" uuid;
  "last_id" uuid;
  "made" integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('event weeks'));
  FOR "week" IN
    SELECT replace(w.name, 'event_', 'event_pack_') AS name, w.starts_on, w.ends_on
    FROM event_weeks() w WHERE w.ends_on <= "ended_by" ORDER BY w.ends_on
  LOOP
    CONTINUE WHEN to_regclass(quote_ident("week".name)) IS NOT NULL;
    "first_id" := COALESCE(lowest_id_of("week".starts_on), '00000000-0000-0000-0000-000000000000');
    "last_id" := lowest_id_of("week".ends_on);
    LOCK TABLE "event_pack_other" IN ACCESS EXCLUSIVE MODE;
    CONTINUE WHEN EXISTS (SELECT FROM "event_pack_other" WHERE "batch_id" >= "first_id" AND "batch_id" < "last_id");
    EXECUTE format('CREATE TABLE %I (LIKE "event_pack" INCLUDING DEFAULTS)', "week".name);
    EXECUTE format(
      'ALTER TABLE "event_pack" ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', "week".name, "first_id", "last_id"
    );
    "made" := "made" + 1;
  END LOOP;
  RETURN "made";
END
$$;

-- Gives back the disk space of a week whose events were packed: the rows of the few batches without a pack move to a table that replaces
-- the week's. Meanwhile replays, erasures and packing wait, and whatever records or reads events goes on; all wait only while one table
-- takes the other's place.
-- Where more than 20,000 rows are left nothing is done. Finds them by their batches: the week's table is full of what was deleted.
CREATE FUNCTION "shrink_event_week"("week" text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off SET lock_timeout = '3s' AS $$
DECLARE
  "bounds" record;
  "first_id" uuid;
  "last_id" uuid;
  "left" integer;
  "rest" text := "week" || '_rest';
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('event weeks'));
  SELECT w.starts_on, w.ends_on INTO "bounds" FROM event_weeks() w
  WHERE w.name = "week" AND w.ends_on <= (now() AT TIME ZONE 'UTC')::date;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  "first_id" := COALESCE(lowest_id_of("bounds".starts_on), '00000000-0000-0000-0000-000000000000');
  "last_id" := lowest_id_of("bounds".ends_on);

  EXECUTE format('LOCK TABLE ONLY %I IN SHARE MODE', "week");
  EXECUTE format('CREATE TABLE %I (LIKE "event" INCLUDING DEFAULTS INCLUDING INDEXES)', "rest");
  EXECUTE format(
    'INSERT INTO %I SELECT e.* FROM (
       SELECT b."id" FROM "batch" b WHERE b."id" >= %L AND b."id" < %L AND NOT EXISTS (
         SELECT FROM "event_pack" p WHERE p."batch_id" = b."id" AND p."batch_id" >= %L AND p."batch_id" < %L
       )
     ) unpacked CROSS JOIN LATERAL (SELECT * FROM %I WHERE "batch_id" = unpacked."id" OFFSET 0) e LIMIT 20001',
    "rest", "first_id", "last_id", "first_id", "last_id", "week"
  );
  GET DIAGNOSTICS "left" = ROW_COUNT;
  IF "left" > 20000 THEN
    EXECUTE format('DROP TABLE %I', "rest");
    RETURN false;
  END IF;
  EXECUTE format(
    'CREATE UNIQUE INDEX %I ON %I ("source_id", "event_id") WHERE "outcome" <> ''duplicate''', "rest" || '_once_key', "rest"
  );

  PERFORM set_config('lock_timeout', '500ms', true);
  LOCK TABLE ONLY "event" IN ACCESS EXCLUSIVE MODE;
  EXECUTE format('ALTER TABLE "event" DETACH PARTITION %I', "week");
  EXECUTE format('DROP TABLE %I', "week");
  EXECUTE format('ALTER TABLE %I RENAME TO %I', "rest", "week");
  EXECUTE format('ALTER INDEX %I RENAME TO %I', "rest" || '_once_key', "week" || '_once_key');
  IF "bounds".starts_on IS NULL THEN
    EXECUTE format('ALTER TABLE "event" ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)', "week", "last_id");
  ELSE
    EXECUTE format('ALTER TABLE "event" ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', "week", "first_id", "last_id");
  END IF;
  RETURN true;
END
$$;

-- As before, and with a week of events go its packs.
CREATE OR REPLACE FUNCTION "drop_event_weeks"("kept_from" date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '1s' AS $$
DECLARE
  "week" record;
  "packs" text;
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
    "packs" := replace("week".name, 'event_', 'event_pack_');
    IF to_regclass(quote_ident("packs")) IS NOT NULL THEN
      EXECUTE format('ALTER TABLE "event_pack" DETACH PARTITION %I', "packs");
      EXECUTE format('DROP TABLE %I', "packs");
    END IF;
    "dropped" := "dropped" + 1;
  END LOOP;
  RETURN "dropped";
END
$$;

-- The runtime role is granted them by every migration (scripts/runtime-role.ts).
REVOKE ALL ON FUNCTION "make_pack_weeks"(date), "shrink_event_week"(text) FROM PUBLIC;
