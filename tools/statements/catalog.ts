import type pg from "pg";

/** A type of the database. */
interface DatabaseType {
  name: string;
  /** The labels of an enum, in its order. */
  labels?: string[];
  /** The type of an array's elements. */
  element?: number;
}

/** What the check needs to know of the database, by the numbers (oid) PostgreSQL uses. */
export interface Catalog {
  types: Map<number, DatabaseType>;
  functions: Map<number, { name: string; isStrict: boolean }>;
  /** `<table>.<column>`, by their numbers, of every column that is NOT NULL. */
  notNull: Set<string>;
}

/** Reads what the check needs to know of the database. */
export async function readCatalog(client: pg.Client): Promise<Catalog> {
  const types = await client.query<{
    oid: number;
    name: string;
    labels: string[] | null;
    element: number | null;
  }>(
    `SELECT t.oid, t.typname::text AS name, NULLIF(CASE t.typcategory WHEN 'A' THEN t.typelem END, 0) AS element,
            (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid) AS labels
     FROM pg_type t`,
  );
  const functions = await client.query<{ oid: number; name: string; isStrict: boolean }>(
    `SELECT oid, proname::text AS name, proisstrict AS "isStrict" FROM pg_proc`,
  );
  const columns = await client.query<{ place: string }>(
    `SELECT attrelid::bigint || '.' || attnum AS place FROM pg_attribute WHERE attnotnull`,
  );
  return {
    types: new Map(
      types.rows.map(({ oid, name, labels, element }) => [
        oid,
        { name, ...(labels && { labels }), ...(element && { element }) },
      ]),
    ),
    functions: new Map(functions.rows.map(({ oid, ...fn }) => [oid, fn])),
    notNull: new Set(columns.rows.map(({ place }) => place)),
  };
}
