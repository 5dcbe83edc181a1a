import ts from "typescript";
import type { SqlCall } from "./find-calls";

/** The type the code gives to one row of a result; nothing when it reads no rows. */
export type RowType =
  | { kind: "unread" }
  | { kind: "missing" }
  /** One or several types that a row has all the properties of. */
  | { kind: "given"; types: readonly ts.Type[] };

/** What TypeScript says of the rows a call gives: `missing` for rows that are read and have no type. */
export function rowTypeOf(checker: ts.TypeChecker, { node }: SqlCall): RowType {
  const result = checker.getAwaitedType(checker.getTypeAtLocation(node));
  if (!result || result.flags & ts.TypeFlags.NumberLike) return { kind: "unread" };
  const rows = result.getProperty("rows");
  const list = rows ? checker.getTypeOfSymbolAtLocation(rows, node) : result;
  const type = checker.getIndexTypeOfType(list, ts.IndexKind.Number);

  // `unknown` rows can only be counted.
  if (type && type.flags & ts.TypeFlags.Unknown) return { kind: "unread" };
  if (type && !isLoose(type)) return { kind: "given", types: type.isIntersection() ? type.types : [type] };
  return areRowsRead(node, rows !== undefined) ? { kind: "missing" } : { kind: "unread" };
}

/** `any`, or any column at all: what `pg` and our interfaces say when nothing was said. */
function isLoose(type: ts.Type): boolean {
  return Boolean(type.flags & ts.TypeFlags.Any) || type.symbol?.name === "QueryResultRow";
}

/** The function whose type parameter a row type is made of: its callers say what it is. */
export function functionOfParameter(row: RowType): ts.SignatureDeclaration | undefined {
  if (row.kind !== "given") return undefined;
  const parameter = row.types.find(({ flags }) => flags & ts.TypeFlags.TypeParameter);
  const declaration = parameter?.symbol.declarations?.[0]?.parent;
  return declaration && ts.isFunctionLike(declaration) ? declaration : undefined;
}

/** The row type as one caller of that function has it; nothing when the caller does not name its types. */
export function rowTypeAt(
  checker: ts.TypeChecker,
  row: RowType,
  call: ts.CallExpression,
): RowType | undefined {
  if (row.kind !== "given") return row;
  const types = row.types.map((type) => {
    if (!(type.flags & ts.TypeFlags.TypeParameter)) return type;
    const parameter = type.symbol.declarations?.[0];
    const fn = parameter?.parent;
    const parameters: readonly ts.Declaration[] =
      fn && ts.isFunctionLike(fn) ? (fn.typeParameters ?? []) : [];
    const at = parameter ? parameters.indexOf(parameter) : -1;
    const argument = call.typeArguments?.[at];
    return argument && checker.getTypeFromTypeNode(argument);
  });
  const known = types.flatMap((type) => type ?? []);
  return known.length === types.length ? { kind: "given", types: known } : undefined;
}

function areRowsRead(node: ts.Node, isResult: boolean): boolean {
  let outer = node.parent;
  while (ts.isAwaitExpression(outer) || ts.isParenthesizedExpression(outer) || ts.isAsExpression(outer))
    outer = outer.parent;
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
