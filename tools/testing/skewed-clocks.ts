import pg from "pg";

/**
 * Gives the connections of a test's database clocks that differ, as those of two processors and of two machines do: a third of
 * them is early by this much and a third late. What compares times that two connections wrote has to bear it.
 * @param address of the database, for its owner
 */
export async function skewClocks(address: string, milliseconds: number): Promise<void> {
  const seconds = `(pg_catalog.pg_backend_pid() % 3 - 1) * ${milliseconds / 1_000}`;
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  await client.query(`
    CREATE SCHEMA skew;
    GRANT USAGE ON SCHEMA skew TO PUBLIC;
    CREATE FUNCTION skew.now() RETURNS timestamptz LANGUAGE sql STABLE
      AS $$ SELECT pg_catalog.now() + make_interval(secs => ${seconds}) $$;
    CREATE FUNCTION skew.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
      AS $$ SELECT pg_catalog.clock_timestamp() + make_interval(secs => ${seconds}) $$;
    DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = skew, pg_catalog, public', current_database()); END $$`);
  await client.end();
}
