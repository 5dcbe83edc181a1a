import ts from "typescript";
import type { SqlCall } from "./find-calls";

/** The type the code gives to one row of a result; nothing when it reads no rows. */
export type RowType = { kind: "unread" } | { kind: "missing" } | { kind: "open" } | { kind: "given"; type: ts.Type };

/** What TypeScript says of the rows a call gives: `missing` for rows that are read and have no type. */
export function rowTypeOf(checker: ts.TypeChecker, { node }: SqlCall): RowType {
  const result = checker.getAwaitedType(checker.getTypeAtLocation(node));
  if (!result || result.flags & ts.TypeFlags.NumberLike) return { kind: "unread" };
  const rows = result.getProperty("rows");
  const list = rows ? checker.getTypeOfSymbolAtLocation(rows, node) : result;
  const type = checker.getIndexTypeOfType(list, ts.IndexKind.Number);

  // `unknown` rows can only be counted.
  if (type && type.flags & ts.TypeFlags.Unknown) return { kind: "unread" };
  if (type && !isLoose(type)) return hasParameter(type) ? { kind: "open" } : { kind: "given", type };
  return areRowsRead(node, rows !== undefined) ? { kind: "missing" } : { kind: "unread" };
}

/** `any`, or any column at all: what `pg` and our interfaces say when nothing was said. */
function isLoose(type: ts.Type): boolean {
  return Boolean(type.flags & ts.TypeFlags.Any) || type.symbol?.name === "QueryResultRow";
}

function hasParameter(type: ts.Type): boolean {
  return type.isUnionOrIntersection() ? type.types.some(hasParameter) : Boolean(type.flags & ts.TypeFlags.TypeParameter);
}

function areRowsRead(node: ts.Node, isResult: boolean): boolean {
  let outer = node.parent;
  while (ts.isAwaitExpression(outer) || ts.isParenthesizedExpression(outer) || ts.isAsExpression(outer)) outer = outer.parent;
  if (ts.isExpressionStatement(outer) || ts.isVoidExpression(outer)) return false;
  if (!isResult) return true;
  if (ts.isPropertyAccessExpression(outer)) {
    if (outer.name.text === "rowCount") return false;
    if (outer.name.text !== "then" && outer.name.text !== "catch") return true;
    return outer.name.text === "then" && /\brows\b/.test(outer.parent.getText());
  }
  if (!ts.isVariableDeclaration(outer)) return !ts.isArrowFunction(outer) && !ts.isReturnStatement(outer);
  if (ts.isObjectBindingPattern(outer.name))
    return outer.name.elements.some((element) => (element.propertyName ?? element.name).getText() === "rows");
  const block = outer.parent.parent.parent.getText();
  return new RegExp(`\\b${outer.name.getText()}\\??\\.rows\\b`).test(block);
}
