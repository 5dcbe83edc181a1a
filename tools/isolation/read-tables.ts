import { pool } from "@/lib/kernel/database";
import { TABLES } from "./tables";

/** A column as PostgreSQL's catalogue describes it. */
export interface Column {
  table: string;
  name: string;
  type: string;
  /** The values of an enum. */
  labels: string[];
  isNullable: boolean;
  hasDefault: boolean;
}

/** Every table of the product with its columns, except the engine's job queue and Prisma's record of migrations. */
export async function readTables(): Promise<Map<string, Column[]>> {
  const { rows } = await pool.query<Column>(
    `SELECT c.relname AS table, a.attname AS name, t.typname AS type, NOT a.attnotnull AS "isNullable",
            a.atthasdef OR a.attidentity <> '' AS "hasDefault",
            array(SELECT enumlabel::text FROM pg_enum WHERE enumtypid = t.oid ORDER BY enumsortorder) AS labels
       FROM pg_class c
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       JOIN pg_type t ON t.oid = a.atttypid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND c.relname <> '_prisma_migrations'
      ORDER BY c.relname, a.attnum`,
  );
  const tables = new Map<string, Column[]>();
  for (const column of rows) tables.set(column.table, [...(tables.get(column.table) ?? []), column]);
  return tables;
}

/**
 * Columns that a refused request changes too: when a key, link or session was last used, and the last refusal at an
 * endpoint.
 */
const NOTED = [
  "last_used_at",
  "last_seen_at",
  "last_refused_at",
  "last_refused_status",
  "last_refused_reason",
];

/**
 * A digest of every table's rows, without hints to the engine, which arrive late.
 * @param of limits it to this customer's rows, by its id or its segment's
 */
export async function snapshot(of?: {
  customerId: string;
  ids: Record<string, string>;
}): Promise<Record<string, string>> {
  const tables = [...(await readTables())].filter(([table]) => TABLES[table]?.of !== "machine");
  const selects = tables.map(([table, columns]) => {
    const names = columns.map(({ name }) => name);
    const filter = of ? whoseRows(table, names) : "true";
    return `SELECT '${table}' AS name, count(*) || ':' || coalesce(md5(string_agg(r::text, '' ORDER BY r::text)), '') AS digest
              FROM (SELECT to_jsonb(t) - $1::text[] AS r FROM "${table}" t WHERE ${filter}) x`;
  });
  const values = of ? [NOTED, of.customerId, Object.values(of.ids).filter((id) => id !== "")] : [NOTED];
  const { rows } = await pool.query<{ name: string; digest: string }>(selects.join(" UNION ALL "), values);
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}

/** The rows that belong to customer `$2` or refer to one of the ids `$3`. */
function whoseRows(table: string, columns: readonly string[]): string {
  if (columns.includes("customer_id")) return "t.customer_id = $2::uuid";
  if (table === "customer") return "t.id = $2::uuid";

  const parents = columns.filter((name) => name.endsWith("_id"));
  const conditions = parents.map((name) => `t."${name}"::text = ANY ($3::text[])`);
  return `$2::uuid IS NULL ${conditions.map((condition) => `OR ${condition}`).join(" ")}`;
}
