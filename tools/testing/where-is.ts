import { unzipBody } from "@/lib/forwarding/batches/stored-body";
import type { Queryable } from "@/lib/kernel/database";

/** For tests: every column of all our tables that contains this text, as `table.column`. */
export async function whereIs(db: Queryable, text: string): Promise<string[]> {
  const { rows } = await db.query<{ table: string; column: string; type: string }>(
    `SELECT c.relname AS table, a.attname AS column, a.atttypid::regtype::text AS type
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace
       AND a.attnum > 0 AND NOT a.attisdropped
       AND a.atttypid::regtype::text IN ('text', 'bytea', 'json', 'jsonb', 'text[]')`,
  );
  const found: string[] = [];
  for (const { table, column, type } of rows) {
    const value = type === "bytea" ? `encode("${column}", 'escape')` : `"${column}"::text`;
    const { rows: hits } = await db.query(`SELECT 1 FROM "${table}" WHERE strpos(${value}, $1) > 0 LIMIT 1`, [
      text,
    ]);
    if (hits.length > 0) found.push(`${table}.${column}`);
  }
  const { rows: zipped } = await db.query<{ zip: Buffer }>(
    "SELECT body_zip AS zip FROM batch WHERE body_zip IS NOT NULL",
  );
  for (const { zip } of zipped) {
    if (!(await unzipBody(zip)).includes(text)) continue;
    found.push("batch.body_zip");
    break;
  }
  return found.sort();
}
