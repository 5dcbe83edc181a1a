import ts from "typescript";
import type { Evaluator } from "./evaluate";
import { partOf } from "./names";
import {
  Frame,
  type Func,
  type Lazy,
  List,
  lazy,
  NeverSent,
  Unknown,
  Unresolved,
  type Value,
} from "./values";

/** Deeper than this no function that builds a text calls others. */
const MOST_CALLS = 30;
let depth = 0;

/**
 * Follows the body of a function step by step and gives what it returns.
 * @param id tells this time from every other
 */
export function run(evaluator: Evaluator, fn: Func, args: Lazy[], node: ts.Node, id: number): Value {
  const { body } = fn.node;
  if (!body) return evaluator.unknown(node);
  if (depth >= MOST_CALLS) throw new Unresolved(node, "too many calls inside each other");

  const frame = new Frame(fn.frame, id);
  fn.node.parameters.forEach((parameter, at) => {
    const given = parameter.dotDotDotToken
      ? () => new List(args.slice(at).map((value) => ({ value })))
      : lazy(() => {
          const value = args[at]?.();
          return value === undefined && parameter.initializer
            ? evaluator.evaluate(parameter.initializer, frame)
            : value;
        });
    bind(evaluator, frame, parameter.name, given, parameter.name);
  });

  depth++;
  try {
    if (!ts.isBlock(body)) return evaluator.evaluate(body, frame);
    return follow(evaluator, body.statements, frame)?.value;
  } finally {
    depth--;
  }
}

function bind(evaluator: Evaluator, frame: Frame, name: ts.BindingName, value: Lazy, node: ts.Node): void {
  if (ts.isIdentifier(name)) {
    const symbol = evaluator.checker.getSymbolAtLocation(name);
    if (symbol) frame.variables.set(symbol, value);
    return;
  }
  for (const element of name.elements) {
    if (!ts.isBindingElement(element)) continue;
    const part = lazy(() => {
      const found = partOf(evaluator, value(), element, element.name as ts.Expression);
      return found === undefined && element.initializer
        ? evaluator.evaluate(element.initializer, frame)
        : found;
    });
    bind(evaluator, frame, element.name, part, node);
  }
}

/** @returns what was returned, if a statement returned */
function follow(
  evaluator: Evaluator,
  statements: readonly ts.Statement[],
  frame: Frame,
): { value: Value } | undefined {
  for (const statement of statements) {
    const returned = step(evaluator, statement, frame);
    if (returned) return returned;
  }
  return undefined;
}

function step(evaluator: Evaluator, statement: ts.Statement, frame: Frame): { value: Value } | undefined {
  if (ts.isReturnStatement(statement))
    return { value: statement.expression && evaluator.evaluate(statement.expression, frame) };
  if (ts.isBlock(statement)) return follow(evaluator, statement.statements, frame);
  if (ts.isThrowStatement(statement)) throw new NeverSent();
  if (ts.isIfStatement(statement)) {
    const branch = evaluator.isTruthy(evaluator.evaluate(statement.expression, frame))
      ? statement.thenStatement
      : statement.elseStatement;
    return branch && step(evaluator, branch, frame);
  }
  if (ts.isVariableStatement(statement)) {
    for (const { name, initializer } of statement.declarationList.declarations) {
      const value = initializer && evaluator.evaluate(initializer, frame);
      bind(evaluator, frame, name, () => value, name);
    }
    return undefined;
  }
  if (ts.isForOfStatement(statement)) return repeat(evaluator, statement, frame);
  if (ts.isExpressionStatement(statement)) {
    perform(evaluator, statement.expression, frame);
    return undefined;
  }
  if (ts.isTryStatement(statement)) return follow(evaluator, statement.tryBlock.statements, frame);
  if (ts.isFunctionDeclaration(statement)) return undefined;
  throw new Unresolved(statement, "a statement of this kind is not followed");
}

function repeat(evaluator: Evaluator, loop: ts.ForOfStatement, frame: Frame): { value: Value } | undefined {
  const all = evaluator.listOf(evaluator.evaluate(loop.expression, frame), loop.expression);
  if (!ts.isVariableDeclarationList(loop.initializer))
    throw new Unresolved(loop, "a loop of this kind is not followed");
  for (const item of all.items) {
    for (const { name } of loop.initializer.declarations) bind(evaluator, frame, name, item.value, name);
    const returned = step(evaluator, loop.statement, frame);
    if (returned) return returned;
  }
  return undefined;
}

/** An expression that is there for what it does: a call or an assignment. */
function perform(evaluator: Evaluator, expression: ts.Expression, frame: Frame): void {
  if (ts.isBinaryExpression(expression) && ts.isIdentifier(expression.left)) {
    const symbol = evaluator.checker.getSymbolAtLocation(expression.left);
    const place = symbol && frame.find(symbol);
    if (symbol && place && expression.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      const value = evaluator.evaluate(expression.right, frame);
      place.owner.variables.set(symbol, () => value);
      return;
    }
    throw new Unresolved(expression, "an assignment of this kind is not followed");
  }
  const result = evaluator.evaluate(expression, frame);
  if (result instanceof Unknown) result.resolve?.();
}
