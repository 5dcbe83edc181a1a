import path from "node:path";
import pg from "pg";
import type ts from "typescript";
import { Callers } from "./callers";
import { type Catalog, readCatalog } from "./catalog";
import type { Driver } from "./column-types";
import { type Column, compareColumns, compareValues, propertiesOf } from "./compare";
import { type Description, openDescriber } from "./describe";
import { findCalls, isInsideOfQuery, type SqlCall } from "./find-calls";
import { nullableColumns } from "./nullability";
import { canBeNull, NullsOfProperties } from "./nulls";
import { functionOfParameter, type RowType, rowTypeAt, rowTypeOf } from "./row-type";
import { shadowedOrders } from "./shadowed-order";
import { type StatementText, textsOf } from "./statement-texts";
import { Unresolved } from "./values";

export interface Checked {
  /** Places that send SQL. */
  places: number;
  /** Different statements, the alternatives of one place each counted. */
  statements: number;
  /** `<file>:<line> <what differs, and what to do>` */
  findings: string[];
}

export interface Code {
  program: ts.Program;
  /** Files in which callers are looked for. */
  files: readonly ts.SourceFile[];
  /** Files whose statements are checked. */
  checked: readonly ts.SourceFile[];
}

const DRIVERS: Record<SqlCall["driver"], Driver[]> = {
  pg: ["pg"],
  prisma: ["prisma"],
  either: ["pg", "prisma"],
};

/**
 * Describes every statement of these files on the database and compares it with what TypeScript says where it is sent.
 * @param client a connection of the check's own to a migrated database
 */
export async function checkStatements(
  { program, files, checked }: Code,
  client: pg.Client,
  root: string,
): Promise<Checked> {
  const checker = program.getTypeChecker();
  const catalog = await readCatalog(client);
  const describer = await openDescriber(client);
  const callers = new Callers(checker, files);
  const { calls, hidden } = findCalls(checker, checked);
  const nulls = new NullsOfProperties();
  const findings = hidden.map(
    ({ node }) =>
      `${placeOf(node, root)} hands on a function that sends SQL, so that its statements cannot be seen: call it here`,
  );
  let statements = 0;

  for (const call of calls) {
    if (isInsideOfQuery(checker, call.node)) continue;
    const place = placeOf(call.node, root);
    try {
      const row = rowTypeOf(checker, call);
      const texts = textsOf(checker, callers, call.node, functionOfParameter(row));
      if (texts.length === 0) findings.push(`${place} sends a statement the check found no text for`);
      statements += texts.length;
      for (const statement of texts) {
        const description = await describer.describe(statement.text);
        const messages = compare(checker, catalog, call, row, statement, description, nulls, place);
        findings.push(...messages.map((message) => `${place} ${message}`));
      }
    } catch (err) {
      findings.push(`${place} ${failureOf(err, call, root)}`);
    }
  }
  describer.close();
  return { places: calls.length, statements, findings: [...new Set([...findings, ...nulls.findings()])] };
}

/** @throws the error itself when it is a fault of the check */
function failureOf(err: unknown, { node }: SqlCall, root: string): string {
  if (err instanceof Unresolved) {
    const where = err.node && err.node !== node ? ` (${placeOf(err.node, root)})` : "";
    return `sends a text that the code does not tell: ${err.message}${where}; build it from constants and pure functions`;
  }
  if (err instanceof pg.DatabaseError)
    return `sends a statement that PostgreSQL refuses: ${err.message}; correct the statement or the schema`;
  throw new Error(`${placeOf(node, root)} could not be checked`, { cause: err });
}

function compare(
  checker: ts.TypeChecker,
  catalog: Catalog,
  call: SqlCall,
  general: RowType,
  statement: StatementText,
  description: Description,
  nulls: NullsOfProperties,
  place: string,
): string[] {
  const messages = [
    ...compareValues(checker, catalog, statement, description),
    ...(description.tree ? shadowedOrders(description.tree) : []).map(
      (name) =>
        `sorts by the result "${name}", which hides the column "${name}": put the table's name before it, or name the result otherwise`,
    ),
  ];
  const row = statement.caller ? rowTypeAt(checker, general, statement.caller) : general;
  if (!row)
    return [
      ...messages,
      "has a row type with a type parameter that a caller leaves open: name it where the function is called",
    ];
  if (row.kind === "missing" && description.columns.length > 0)
    return [...messages, "reads rows without a type: give it the row type, as query<Row>(...)"];
  if (row.kind !== "given") return messages;

  const isNullParameter = (number: number) => {
    const node = statement.values[number - 1]?.node;
    return !node || canBeNull(checker.getTypeAtLocation(node));
  };
  const nullable = description.tree ? nullableColumns(description.tree, catalog, isNullParameter) : [];
  const columns: Column[] = description.columns.map((column, at) => ({
    ...column,
    isNullable: nullable[at] ?? true,
  }));
  const properties = propertiesOf(checker, row.types);
  for (const column of columns) {
    const property = properties.get(column.name);
    if (property) nulls.note(checker, property, column, place);
  }
  return [...messages, ...compareColumns(checker, catalog, columns, row.types, DRIVERS[call.driver])];
}

function placeOf(node: ts.Node, root: string): string {
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart());
  return `${path.relative(root, file.fileName)}:${line + 1}`;
}
