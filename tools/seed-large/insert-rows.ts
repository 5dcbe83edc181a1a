import type { PoolClient } from "pg";

/** One statement for all rows; `columns` lists the columns with their types. */
export async function insertRows(
  sql: PoolClient,
  table: string,
  rows: readonly object[],
  columns: string,
): Promise<void> {
  const names = columns.split(",").map((column) => column.trim().split(" ")[0]);
  await sql.query(
    `INSERT INTO ${table} (${names}) SELECT ${names} FROM json_to_recordset($1) AS given(${columns})`,
    [JSON.stringify(rows)],
  );
}
