-- With one busy customer among many quiet ones, PostgreSQL takes every row for that customer's: it reads a whole table for each quiet
-- customer instead of a few rows by an index (docs/decisions/045-rows-of-a-customer.md). So it is told to assume a thousand owners. Not
-- of the Heap apps of user properties: a source has one, and a thousand sources times a thousand apps would be too many.
SET lock_timeout = '3s';

DO $$
DECLARE
  "owner" record;
BEGIN
  FOR "owner" IN
    SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT c.relispartition AND NOT a.attisdropped
      AND a.attname IN ('customer_id', 'source_id', 'destination_id', 'segment_id', 'heap_app')
      AND (c.relname, a.attname) <> ('user_property', 'heap_app')
    ORDER BY c.relname, a.attname
  LOOP
    EXECUTE format('ALTER TABLE %I ALTER COLUMN %I SET (n_distinct = 1000)', "owner".relname, "owner".attname);
  END LOOP;
END
$$;

-- Applies from the next count on. Not to tables without rows: once PostgreSQL has counted none, it plans to read such a table whole.
DO $$
DECLARE
  "filled" text;
BEGIN
  FOREACH "filled" IN ARRAY ARRAY['batch', 'delivery', 'page', 'sync', 'push', 'member', 'segment', 'source', 'user_property'] LOOP
    IF pg_relation_size("filled"::regclass) > 0 THEN
      EXECUTE format('ANALYZE %I', "filled");
    END IF;
  END LOOP;
END
$$;
