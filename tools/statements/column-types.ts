import type { Catalog } from "./catalog";

/** What JavaScript gets for a value of the database. */
export type JsKind =
  | "string"
  | "number"
  | "bigint"
  | "boolean"
  | "Date"
  | "Buffer"
  | "Decimal"
  | "json"
  | JsKind[]
  | null;

export type Driver = "pg" | "prisma";

/**
 * What `pg` makes of PostgreSQL's types when no parser is set (pg-types 2.2, its text parsers);
 * text for every other.
 */
const BY_PG: Record<string, JsKind> = {
  bool: "boolean",
  int2: "number",
  int4: "number",
  oid: "number",
  float4: "number",
  float8: "number",
  timestamp: "Date",
  timestamptz: "Date",
  date: "Date",
  bytea: "Buffer",
  json: "json",
  jsonb: "json",
};

/** Where Prisma's raw queries differ (@prisma/adapter-pg 7.10, `fieldToColumnType`; Prisma's documentation, "Raw queries"). */
const BY_PRISMA: Record<string, JsKind> = { ...BY_PG, oid: "bigint", int8: "bigint", numeric: "Decimal" };

/** Arrays that `pg` takes apart (pg-types 2.2); it leaves others, also those of enums, as text. */
const ARRAYS_BY_PG: Record<string, JsKind> = {
  bool: "boolean",
  int2: "number",
  int4: "number",
  int8: "string",
  float4: "number",
  float8: "number",
  numeric: "number",
  text: "string",
  varchar: "string",
  bpchar: "string",
  uuid: "string",
  timestamp: "Date",
  timestamptz: "Date",
  date: "Date",
  bytea: "Buffer",
  json: "json",
  jsonb: "json",
};

/** What a column of this type is in JavaScript; null where we do not know. */
export function kindOf(catalog: Catalog, oid: number, driver: Driver): JsKind {
  const type = catalog.types.get(oid);
  if (!type || type.name === "interval") return null;
  if (type.element === undefined) return (driver === "pg" ? BY_PG : BY_PRISMA)[type.name] ?? "string";
  const element = catalog.types.get(type.element)?.name ?? "";
  if (!ARRAYS_BY_PG[element]) return "string";
  if (driver === "prisma") return [kindOf(catalog, type.element, driver)];
  return [ARRAYS_BY_PG[element]];
}

export function describeKind(kind: JsKind): string {
  return Array.isArray(kind)
    ? `${describeKind(kind[0] ?? null)}[]`
    : (kind ?? "of a type the check does not know");
}
