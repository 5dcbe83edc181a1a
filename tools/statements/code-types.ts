import ts from "typescript";

/** A type with at most this many literals is tried with each of them. */
const MOST_LITERALS = 60;

/** Every value of a type that has but a few: literals, booleans, null, undefined. */
export function literalsOf(type: ts.Type): (string | number | boolean | null | undefined)[] | undefined {
  const members = type.isUnion() ? type.types : [type];
  if (members.length === 0 || members.length > MOST_LITERALS) return undefined;
  const literals: (string | number | boolean | null | undefined)[] = [];
  for (const member of members) {
    if (member.isStringLiteral() || member.isNumberLiteral()) literals.push(member.value);
    else if (member.flags & ts.TypeFlags.BooleanLiteral)
      literals.push((member as ts.Type & { intrinsicName: string }).intrinsicName === "true");
    else if (member.flags & ts.TypeFlags.Boolean) literals.push(true, false);
    else if (member.flags & ts.TypeFlags.Null) literals.push(null);
    else if (member.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) literals.push(undefined);
    else return undefined;
  }
  return literals;
}

/** The types of a tuple of fixed length. */
export function membersOfTuple(checker: ts.TypeChecker, type: ts.Type): readonly ts.Type[] | undefined {
  const tuple = checker.getNonNullableType(type);
  if (!checker.isTupleType(tuple)) return undefined;
  const { target } = tuple as ts.TupleTypeReference;
  const isFixed = target.elementFlags.every((flags) => flags & ts.ElementFlags.Required);
  return isFixed ? checker.getTypeArguments(tuple as ts.TupleTypeReference) : undefined;
}

export function isAlwaysObject(type: ts.Type): boolean {
  const members = type.isUnion() ? type.types : [type];
  return members.every((member) => member.flags & ts.TypeFlags.Object);
}

export function canBeNullish(type: ts.Type): boolean {
  const loose =
    ts.TypeFlags.Null |
    ts.TypeFlags.Undefined |
    ts.TypeFlags.Any |
    ts.TypeFlags.Unknown |
    ts.TypeFlags.TypeParameter;
  const members = type.isUnion() ? type.types : [type];
  return members.some((member) => member.flags & loose);
}

/** An expression that only wraps another: its value is the other's. */
export function isWrapper(
  node: ts.Expression,
): node is
  | ts.ParenthesizedExpression
  | ts.AsExpression
  | ts.SatisfiesExpression
  | ts.NonNullExpression
  | ts.AwaitExpression {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isAwaitExpression(node)
  );
}

export function isConstant(declaration: ts.VariableDeclaration): boolean {
  return (
    ts.isVariableDeclarationList(declaration.parent) && Boolean(declaration.parent.flags & ts.NodeFlags.Const)
  );
}

/** Says whether a list is made empty and filled afterwards: its first value says little then. */
export function isFilledLater(declaration: ts.VariableDeclaration, node: ts.Identifier): boolean {
  if (!declaration.initializer || !ts.isArrayLiteralExpression(declaration.initializer)) return false;
  let isFilled = false;
  const visit = (inner: ts.Node): void => {
    if (
      ts.isCallExpression(inner) &&
      ts.isPropertyAccessExpression(inner.expression) &&
      inner.expression.expression.getText() === node.text &&
      ["push", "unshift", "splice"].includes(inner.expression.name.text)
    )
      isFilled = true;
    ts.forEachChild(inner, visit);
  };
  visit(declaration.parent.parent.parent);
  return isFilled;
}

/** The text of a node, short enough for a message. */
export function shortTextOf(node: ts.Node): string {
  const text = node.getText().replace(/\s+/g, " ");
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
