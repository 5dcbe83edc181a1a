import { pool } from "@/lib/kernel/database";

/** How much disk one part of a table takes. */
export interface Size {
  table: string;
  /** `rows`, `long values` (what PostgreSQL keeps outside of its row), or the name of an index. */
  part: string;
  bytes: number;
}

/** The sizes of all parts of all tables, in bytes, those of partitions together; parts that a table lacks are left out. */
export async function readSizes(): Promise<Size[]> {
  const { rows } = await pool.query<Size>(`
    WITH tables AS (
      SELECT oid, COALESCE(pg_partition_root(oid), oid)::regclass::text AS name, reltoastrelid FROM pg_class
      WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    ), parts AS (
      SELECT name, 'rows' AS part, pg_relation_size(oid) AS bytes FROM tables
      UNION ALL
      SELECT name, 'long values', pg_total_relation_size(reltoastrelid) FROM tables WHERE reltoastrelid <> 0
      UNION ALL
      -- Event ids have an index in each week, and none over all of them.
      SELECT t.name, regexp_replace(COALESCE(pg_partition_root(i.indexrelid), i.indexrelid)::regclass::text, '^event_.*_once_key$', 'event_once_key'),
             pg_relation_size(i.indexrelid)
      FROM tables t JOIN pg_index i ON i.indrelid = t.oid
    )
    SELECT name AS "table", part, sum(bytes)::float8 AS bytes FROM parts GROUP BY name, part ORDER BY 1, 2`);
  return rows;
}
