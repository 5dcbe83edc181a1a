import ts from "typescript";
import type { Catalog } from "./catalog";
import { type Driver, describeKind, type JsKind, kindOf } from "./column-types";
import type { Description } from "./describe";
import type { StatementText } from "./statement-texts";

/** A column of a result, with what the statement says of null. */
export interface Column {
  name: string;
  type: number;
  isNullable: boolean;
}

/** Compares the values a call sends with the parameters of its statement. */
export function compareValues(
  checker: ts.TypeChecker,
  catalog: Catalog,
  statement: StatementText,
  { parameters }: Description,
): string[] {
  const { values } = statement;
  if (values.length !== parameters.length)
    return [
      `sends ${values.length} values, but the statement has ${parameters.length} parameters: send one for each`,
    ];

  return parameters.flatMap((oid, at) => {
    const node = values[at]?.node;
    const type = node && checker.getNonNullableType(checker.getTypeAtLocation(node));
    if (!type || accepts(checker, catalog, oid, type)) return [];
    const given = checker.typeToString(type);
    return [
      `sends ${given} for $${at + 1}, which is ${nameOf(catalog, oid)}: cast the parameter, or send what it takes`,
    ];
  });
}

/** Says whether `pg` can send a value of this type for a parameter of that one. */
function accepts(checker: ts.TypeChecker, catalog: Catalog, oid: number, type: ts.Type): boolean {
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never)) return true;
  if (isEmptyObject(checker, type)) return true;
  if (type.isUnion()) return type.types.every((member) => accepts(checker, catalog, oid, member));
  const found = catalog.types.get(oid);
  const element = elementOf(checker, type);
  // An array becomes an array of PostgreSQL, also where JSON is wanted.
  if (found?.element !== undefined)
    return element === undefined
      ? isText(type)
      : accepts(checker, catalog, found.element, checker.getNonNullableType(element));
  if (element) return false;
  const name = found?.name ?? "";
  if (/^jsonb?$/.test(name)) return true;
  if (name === "bool") return Boolean(type.flags & ts.TypeFlags.BooleanLike);
  if (/^(int[248]|float[48]|numeric|oid)$/.test(name))
    return Boolean(type.flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike)) || isText(type);
  if (/^(timestamptz?|date)$/.test(name)) return isText(type) || isNamed(type, "Date");
  if (name === "bytea") return isNamed(type, "Buffer") || isNamed(type, "Uint8Array");
  // Every value is sent as text, so a number is one too.
  return isText(type) || (name === "text" && Boolean(type.flags & ts.TypeFlags.NumberLike));
}

/** Compares the columns of a result with the properties of the row type; null is told apart by the caller. */
export function compareColumns(
  checker: ts.TypeChecker,
  catalog: Catalog,
  columns: readonly Column[],
  row: readonly ts.Type[],
  drivers: readonly Driver[],
): string[] {
  const properties = propertiesOf(checker, row);
  // A row type with an index signature takes any further column.
  const isOpen = row.some((type) => checker.getIndexTypeOfType(type, ts.IndexKind.String) !== undefined);
  const missing = [...properties.values()].filter(
    ({ name, flags }) =>
      !(flags & ts.SymbolFlags.Optional) && !columns.some((column) => column.name === name),
  );
  const names = columns.map(({ name }) => name).join(", ");
  return [
    ...missing.map(
      ({ name }) =>
        `reads "${name}", which the result has not (it has ${names}): correct the row type or the statement`,
    ),
    ...columns.flatMap((column) => {
      const property = properties.get(column.name);
      if (!property && isOpen) return [];
      if (!property)
        return [
          `gets "${column.name}", which the row type has not: add it to the type, or leave it out of the statement`,
        ];
      const type = checker.getTypeOfSymbol(property);
      const difference = differenceOf(checker, catalog, column, checker.getNonNullableType(type), drivers);
      return difference ? [`reads "${column.name}" as ${checker.typeToString(type)}, but ${difference}`] : [];
    }),
  ];
}

/** The properties of a row type, which may be made of several types. */
export function propertiesOf(checker: ts.TypeChecker, row: readonly ts.Type[]): Map<string, ts.Symbol> {
  return new Map(
    row.flatMap((type) => checker.getPropertiesOfType(type)).map((property) => [property.name, property]),
  );
}

function differenceOf(
  checker: ts.TypeChecker,
  catalog: Catalog,
  column: Column,
  type: ts.Type,
  drivers: readonly Driver[],
): string | undefined {
  const name = nameOf(catalog, column.type);
  const kinds = drivers.map((driver) => kindOf(catalog, column.type, driver));
  const members = type.isUnion() ? type.types : [type];
  const isNeeded = members.every((member) => kinds.some((kind) => isOfKind(checker, member, kind)));
  const isEnough = kinds.every((kind) => members.some((member) => isOfKind(checker, member, kind)));
  if (!isNeeded || !isEnough) {
    const comes = [...new Set(kinds.map((kind, at) => `${describeKind(kind)} through ${drivers[at]}`))].join(
      " and ",
    );
    return `${name} comes as ${comes}: correct the type, or cast the column`;
  }
  const labels = catalog.types.get(column.type)?.labels;
  const told = labels && literalsOf(type);
  if (!labels || !told) return undefined;
  const wrong = told.filter((literal) => !labels.includes(literal));
  return wrong.length > 0 ? `${name} has no ${wrong.join(", ")}: take it out of the type` : undefined;
}

/** Says whether a value of this kind may be read as this type, which is not a union. Only its writer knows what JSON contains. */
function isOfKind(checker: ts.TypeChecker, type: ts.Type, kind: JsKind): boolean {
  if (type.flags & ts.TypeFlags.Unknown || isEmptyObject(checker, type) || kind === "json") return true;
  if (Array.isArray(kind)) {
    const element = elementOf(checker, type);
    if (!element) return false;
    const plain = checker.getNonNullableType(element);
    return (plain.isUnion() ? plain.types : [plain]).every((member) =>
      isOfKind(checker, member, kind[0] ?? null),
    );
  }
  if (kind === "string") return isText(type);
  if (kind === "number") return Boolean(type.flags & ts.TypeFlags.NumberLike);
  if (kind === "bigint") return Boolean(type.flags & ts.TypeFlags.BigIntLike);
  if (kind === "boolean") return Boolean(type.flags & ts.TypeFlags.BooleanLike);
  return kind !== null && (isNamed(type, kind) || (kind === "Buffer" && isNamed(type, "Uint8Array")));
}

/** What is left of `unknown` without null. */
function isEmptyObject(checker: ts.TypeChecker, type: ts.Type): boolean {
  return Boolean(type.flags & ts.TypeFlags.Object) && checker.typeToString(type) === "{}";
}

function literalsOf(type: ts.Type): string[] | undefined {
  const members = type.isUnion() ? type.types : [type];
  const literals = members.flatMap((member) => (member.isStringLiteral() ? [member.value] : []));
  return literals.length === members.length ? literals : undefined;
}

function elementOf(checker: ts.TypeChecker, type: ts.Type): ts.Type | undefined {
  return checker.isArrayLikeType(type) ? checker.getIndexTypeOfType(type, ts.IndexKind.Number) : undefined;
}

function isText(type: ts.Type): boolean {
  return Boolean(type.flags & ts.TypeFlags.StringLike);
}

function isNamed(type: ts.Type, name: string): boolean {
  return type.symbol?.name === name;
}

function nameOf(catalog: Catalog, oid: number): string {
  return catalog.types.get(oid)?.name ?? `type ${oid}`;
}
