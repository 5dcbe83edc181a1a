import ts from "typescript";
import { resolveAlias } from "./callers";
import { isConstant, isFilledLater, isWrapper } from "./code-types";
import type { Evaluator } from "./evaluate";
import { Fields, type Frame, Func, type Lazy, List, lazy, Unknown, Unresolved, type Value } from "./values";

/** The value of a name. */
export function valueOfName(evaluator: Evaluator, node: ts.Identifier, frame?: Frame): Value {
  if (node.text === "undefined") return undefined;
  const local = ts.isShorthandPropertyAssignment(node.parent)
    ? evaluator.checker.getShorthandAssignmentValueSymbol(node.parent)
    : evaluator.checker.getSymbolAtLocation(node);
  const symbol = resolveAlias(evaluator.checker, local);
  const known = symbol && frame?.find(symbol);
  if (known) return known.value();
  const declaration = symbol?.valueDeclaration;
  return declaration ? declared(evaluator, declaration, node) : evaluator.unknown(node);
}

/** A name seen from where it is used: the constant, or whatever its function was called with. */
function declared(evaluator: Evaluator, declaration: ts.Declaration, node: ts.Identifier): Value {
  if (ts.isFunctionDeclaration(declaration) && declaration.body) return new Func(declaration, undefined);
  if (ts.isVariableDeclaration(declaration) && declaration.initializer && isConstant(declaration)) {
    if (isFilledLater(declaration, node)) throw new Unresolved(node, `"${node.text}" is filled step by step`);
    return evaluator.constant(declaration.initializer);
  }
  if (ts.isVariableDeclaration(declaration) && ts.isForOfStatement(declaration.parent.parent))
    return anyOf(evaluator, declaration.parent.parent, node);
  if (ts.isParameter(declaration)) return parameter(evaluator, declaration, node);
  if (ts.isBindingElement(declaration)) return bound(evaluator, declaration, node);
  return evaluator.unknown(node);
}

/** One name of `const { name } = ...`, `const [name] = ...` or of such a parameter. */
function bound(evaluator: Evaluator, element: ts.BindingElement, node: ts.Identifier): Value {
  const pattern = element.parent;
  const owner = pattern.parent;
  const whole = (): Value => {
    if (ts.isParameter(owner)) return parameter(evaluator, owner, node);
    if (ts.isBindingElement(owner)) return bound(evaluator, owner, node);
    if (ts.isForOfStatement(owner.parent.parent)) return anyOf(evaluator, owner.parent.parent, node);
    return owner.initializer && isConstant(owner)
      ? evaluator.constant(owner.initializer)
      : evaluator.unknown(node);
  };
  const part = (): Value => {
    const value = partOf(evaluator, whole(), element, node);
    return value === undefined && element.initializer ? evaluator.evaluate(element.initializer) : value;
  };
  const isTogether = ts.isParameter(owner) || !isOfCall(owner);
  return unknownOf(evaluator, element.name, node, part, isTogether);
}

function parameter(evaluator: Evaluator, parameter: ts.ParameterDeclaration, node: ts.Identifier): Value {
  const fn = parameter.parent;
  const calls = evaluator.callers.of(fn);
  const position = fn.parameters.indexOf(parameter);
  if (calls.length === 0) return unknownOf(evaluator, parameter.name, node);

  const passed = (): Value => {
    const call = callerOf(evaluator, fn);
    if (!call) return undefined;
    if (parameter.dotDotDotToken) return evaluator.list(call.arguments.slice(position));
    const argument = call.arguments[position] ?? parameter.initializer;
    return argument && evaluator.constant(argument);
  };
  return unknownOf(evaluator, parameter.name, node, passed, true);
}

/** The call of a function that this world is about. */
export function callerOf(evaluator: Evaluator, fn: ts.SignatureDeclaration): ts.CallExpression | undefined {
  const calls = evaluator.callers.of(fn);
  return calls[evaluator.choose(`caller ${fn.getSourceFile().fileName}:${fn.pos}`, calls.length)];
}

function unknownOf(
  evaluator: Evaluator,
  name: ts.BindingName,
  node: ts.Identifier,
  resolve?: Lazy,
  isTogether = false,
): Unknown {
  const key = `${name.getSourceFile().fileName}:${name.pos}`;
  return new Unknown(key, evaluator.checker.getTypeAtLocation(node), resolve && lazy(resolve), isTogether);
}

function anyOf(evaluator: Evaluator, loop: ts.ForOfStatement, node: ts.Identifier): Value {
  const all = evaluator.constant(loop.expression);
  if (!(all instanceof List)) return evaluator.unknown(node);
  return all.items[
    evaluator.choose(`each ${loop.getSourceFile().fileName}:${loop.pos}`, all.items.length)
  ]?.value();
}

/** What a call gives is told by its type first: most functions have nothing to do with a text. */
function isOfCall(owner: ts.VariableDeclaration | ts.BindingElement): boolean {
  const from =
    owner.initializer && isWrapper(owner.initializer) ? owner.initializer.expression : owner.initializer;
  return from !== undefined && ts.isCallExpression(from);
}

/** One part of a value that is taken apart by a pattern. */
export function partOf(
  evaluator: Evaluator,
  whole: Value,
  element: ts.BindingElement,
  node: ts.Expression,
): Value {
  if (whole instanceof Unknown) {
    const { resolve } = whole;
    if (!resolve) return evaluator.unknown(element.name);
    return partOf(evaluator, resolve(), element, node);
  }
  if (ts.isArrayBindingPattern(element.parent)) {
    const at = element.parent.elements.indexOf(element);
    return whole instanceof List ? whole.items[at]?.value() : evaluator.unknown(element.name);
  }
  const name = (element.propertyName ?? element.name).getText();
  return whole instanceof Fields ? whole.byName.get(name)?.() : evaluator.unknown(element.name);
}
