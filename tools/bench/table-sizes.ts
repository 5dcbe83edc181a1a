import { pool } from "@/lib/kernel/database";

/** How much disk one part of a table takes. */
export interface Size {
  table: string;
  /** `rows`, `long values` (what PostgreSQL keeps outside of its row), or the name of an index. */
  part: string;
  bytes: number;
}

/** The sizes of all parts of all tables, in bytes; those that a table lacks are left out. */
export async function readSizes(): Promise<Size[]> {
  const { rows } = await pool.query<Size>(`
    WITH tables AS (
      SELECT oid, relname::text AS name, reltoastrelid FROM pg_class
      WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    )
    SELECT name AS "table", 'rows' AS part, pg_relation_size(oid)::float8 AS bytes FROM tables
    UNION ALL
    SELECT name, 'long values', pg_total_relation_size(reltoastrelid)::float8 FROM tables WHERE reltoastrelid <> 0
    UNION ALL
    SELECT t.name, i.indexrelid::regclass::text, pg_relation_size(i.indexrelid)::float8
    FROM tables t JOIN pg_index i ON i.indrelid = t.oid
    ORDER BY 1, 2`);
  return rows;
}
