import ts from "typescript";
import { type Callers, resolveAlias } from "./callers";
import { canBeNullish, isAlwaysObject, isConstant, isExported, isFilledLater, isWrapper, literalsOf, membersOfTuple, shortTextOf } from "./code-types";
import { callMethod } from "./methods";
import { run } from "./run";
import { Fields, type Frame, Func, type Lazy, lazy, List, RawSql, Unknown, Unresolved, type Value } from "./values";
import type { Choose } from "./worlds";

/**
 * Tells what an expression of the code gives, in one world of choices, from the code alone: constants, templates,
 * conditions, pure functions, across files. What only a running program knows is `Unknown`.
 */
export class Evaluator {
  /** What was found of a value holds throughout the world. */
  private readonly settled = new Map<string, Settled>();

  constructor(
    readonly checker: ts.TypeChecker,
    readonly callers: Callers,
    readonly choose: Choose,
  ) {}

  /** @param frame variables of the function that is being followed; none at the statement's own place */
  evaluate(node: ts.Expression, frame?: Frame): Value {
    const value = (inner: ts.Expression) => this.evaluate(inner, frame);
    if (ts.isStringLiteralLike(node)) return node.text;
    if (ts.isNumericLiteral(node)) return Number(node.text);
    if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
    if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
    if (node.kind === ts.SyntaxKind.NullKeyword) return null;
    if (ts.isRegularExpressionLiteral(node)) return new RegExp(node.text.slice(1, node.text.lastIndexOf('/')), node.text.slice(node.text.lastIndexOf('/') + 1));
    if (isWrapper(node)) return value(node.expression);
    if (ts.isTemplateExpression(node)) {
      const spans = node.templateSpans.map((span) => this.text(value(span.expression), span.expression) + span.literal.text);
      return node.head.text + spans.join("");
    }
    if (ts.isConditionalExpression(node))
      return this.isTruthy(value(node.condition)) ? value(node.whenTrue) : value(node.whenFalse);
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === "String.raw")
      return ts.isNoSubstitutionTemplateLiteral(node.template) ? (node.template.rawText ?? "") : this.unknown(node);
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
      return !this.isTruthy(value(node.operand));
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken)
      return -Number(this.concrete(value(node.operand), node));
    if (ts.isBinaryExpression(node)) return this.binary(node, frame);
    if (ts.isIdentifier(node)) return this.identifier(node, frame);
    if (ts.isPropertyAccessExpression(node)) return this.property(value(node.expression), node.name.text, node);
    if (ts.isElementAccessExpression(node)) return this.element(value(node.expression), node, frame);
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return new Func(node, frame);
    if (ts.isArrayLiteralExpression(node)) return this.list(node.elements, frame);
    if (ts.isObjectLiteralExpression(node)) return this.fields(node, frame);
    if (ts.isCallExpression(node)) return this.call(node, frame);
    return this.unknown(node);
  }

  /** The value as a part of a text. */
  text(value: Value, node: ts.Node): string {
    const known = this.concrete(value, node);
    if (typeof known === "object" && known !== null)
      throw new Unresolved(node, `"${shortTextOf(node)}" is no text the code tells`);
    return String(known);
  }

  /** Makes something known of the value, by looking where it comes from or by choosing among the few things it can be. */
  concrete(value: Value, node: ts.Node | undefined): Exclude<Value, Unknown> {
    if (!(value instanceof Unknown)) return value;
    const settled = this.settled.get(value.key);
    if (settled) return settled.value;

    const found = this.fromOrigin(value, node) ?? this.fromType(value);
    if (found) return found.value;
    const what = node ? `"${shortTextOf(node)}"` : "a condition";
    throw new Unresolved(node, `${what} can be any ${this.checker.typeToString(value.type)}`);
  }

  private fromOrigin(value: Unknown, node: ts.Node | undefined): Settled | undefined {
    const members = literalsOf(value.type);
    if (!value.resolve || (members && !value.isTogether)) return undefined;
    try {
      return this.settle(value, this.concrete(value.resolve(), node));
    } catch (err) {
      if (err instanceof Unresolved && members) return undefined;
      throw err;
    }
  }

  private fromType(value: Unknown): Settled | undefined {
    const members = literalsOf(value.type);
    return members && this.settle(value, members[this.choose(`is ${value.key}`, members.length)]);
  }

  private settle(value: Unknown, known: Exclude<Value, Unknown>): Settled {
    const settled = { value: known };
    this.settled.set(value.key, settled);
    return settled;
  }

  /** What a condition is about: its type tells enough, where it comes from does not matter. */
  private forCondition(value: Unknown): Settled | undefined {
    return this.settled.get(value.key) ?? this.fromType(value);
  }

  isTruthy(value: Value): boolean {
    if (!(value instanceof Unknown)) return Boolean(value);
    const known = this.forCondition(value);
    if (known) return Boolean(known.value);
    return isAlwaysObject(value.type) || this.choose(`truthy ${value.key}`, 2) === 0;
  }

  isNullish(value: Value): boolean {
    if (!(value instanceof Unknown)) return value === null || value === undefined;
    const known = this.forCondition(value);
    if (known) return this.isNullish(known.value);
    return canBeNullish(value.type) && this.choose(`truthy ${value.key}`, 2) === 1;
  }

  /** What is at `name`; looks closer at an unknown value only when somebody needs more than the type. */
  property(owner: Value, name: string, node: ts.Expression): Value {
    if (owner === null || owner === undefined) return undefined;
    if (owner instanceof Fields) return owner.byName.get(name)?.();
    if (owner instanceof List && name === "length") return owner.items.length;
    if (typeof owner === "string" && name === "length") return owner.length;
    if (!(owner instanceof Unknown)) return this.unknown(node);
    const { resolve } = owner;
    return new Unknown(
      `${owner.key}.${name}`,
      this.checker.getTypeAtLocation(node),
      resolve && (() => this.property(resolve(), name, node)),
      owner.isTogether,
    );
  }

  unknown(node: ts.Node, resolve?: Lazy, isTogether = false): Unknown {
    const key = `${node.getSourceFile().fileName}:${node.pos}`;
    return new Unknown(key, this.checker.getTypeAtLocation(node), resolve && lazy(resolve), isTogether);
  }

  /** The list behind the value, where its length can be told. */
  listOf(value: Value, node: ts.Node): List {
    if (value instanceof List) return value;
    if (value instanceof Unknown) {
      const types = membersOfTuple(this.checker, value.type);
      if (types) return new List(types.map((type, at) => ({ value: () => new Unknown(`${value.key}.${at}`, type) })));
      if (value.resolve) return this.listOf(value.resolve(), node);
    }
    throw new Unresolved(node, `the code does not tell how many values "${shortTextOf(node)}" has`);
  }

  /** Calls a function with values, following its body. */
  invoke(fn: Func, args: Lazy[], node: ts.Node): Value {
    return run(this, fn, args, node);
  }

  private binary(node: ts.BinaryExpression, frame?: Frame): Value {
    const left = this.evaluate(node.left, frame);
    const right = () => this.evaluate(node.right, frame);
    const kind = node.operatorToken.kind;
    if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return this.isTruthy(left) ? right() : left;
    if (kind === ts.SyntaxKind.BarBarToken) return this.isTruthy(left) ? left : right();
    if (kind === ts.SyntaxKind.QuestionQuestionToken) return this.isNullish(left) ? right() : left;
    if (kind === ts.SyntaxKind.EqualsEqualsEqualsToken) return this.isEqual(left, right(), node);
    if (kind === ts.SyntaxKind.ExclamationEqualsEqualsToken)
      return !this.isTruthy(this.isEqual(left, right(), node));
    if (kind === ts.SyntaxKind.PlusToken) {
      const [a, b] = [this.concrete(left, node.left), this.concrete(right(), node.right)];
      return typeof a === "number" && typeof b === "number" ? a + b : this.text(a, node.left) + this.text(b, node.right);
    }
    const compute = ARITHMETIC.get(kind);
    if (!compute) return this.unknown(node);
    return compute(Number(this.concrete(left, node.left)), Number(this.concrete(right(), node.right)));
  }

  private isEqual(left: Value, right: Value, node: ts.Expression): Value {
    if (right === null || right === undefined) return left instanceof Unknown ? this.isNullish(left) : left === right;
    const told = [left, right].map((value) => (value instanceof Unknown ? this.forCondition(value) : { value }));
    return told[0] && told[1] ? told[0].value === told[1].value : this.unknown(node);
  }

  private identifier(node: ts.Identifier, frame?: Frame): Value {
    if (node.text === "undefined") return undefined;
    const local = ts.isShorthandPropertyAssignment(node.parent)
      ? this.checker.getShorthandAssignmentValueSymbol(node.parent)
      : this.checker.getSymbolAtLocation(node);
    const symbol = resolveAlias(this.checker, local);
    const known = symbol && frame?.find(symbol);
    if (known) return known.value();
    const declaration = symbol?.valueDeclaration;
    return declaration ? this.declared(declaration, node) : this.unknown(node);
  }

  /** A name seen from where it is used: the constant, or whatever its function was called with. */
  private declared(declaration: ts.Declaration, node: ts.Identifier): Value {
    if (ts.isFunctionDeclaration(declaration) && declaration.body) return new Func(declaration, undefined);
    if (ts.isVariableDeclaration(declaration) && declaration.initializer && isConstant(declaration)) {
      if (isFilledLater(declaration, node)) throw new Unresolved(node, `"${node.text}" is filled step by step`);
      return this.evaluate(declaration.initializer);
    }
    if (ts.isVariableDeclaration(declaration) && ts.isForOfStatement(declaration.parent.parent))
      return this.anyOf(declaration.parent.parent, node);
    if (ts.isParameter(declaration)) return this.parameter(declaration, node);
    if (ts.isBindingElement(declaration)) return this.bound(declaration, node);
    return this.unknown(node);
  }

  /** One name of `const { name } = ...`, `const [name] = ...` or of such a parameter. */
  private bound(element: ts.BindingElement, node: ts.Identifier): Value {
    const pattern = element.parent;
    const owner = pattern.parent;
    const whole = (): Value => {
      if (ts.isParameter(owner)) return this.parameter(owner, node);
      if (ts.isBindingElement(owner)) return this.bound(owner, node);
      if (ts.isForOfStatement(owner.parent.parent)) return this.anyOf(owner.parent.parent, node);
      return owner.initializer && isConstant(owner) ? this.evaluate(owner.initializer) : this.unknown(node);
    };
    const part = (): Value => {
      const value = partOf(this, whole(), element, node);
      return value === undefined && element.initializer ? this.evaluate(element.initializer) : value;
    };
    const isTogether = ts.isParameter(owner) || !isOfCall(owner);
    return this.unknownOf(element.name, node, part, isTogether);
  }

  private parameter(parameter: ts.ParameterDeclaration, node: ts.Identifier): Value {
    const fn = parameter.parent;
    const calls = this.callers.of(fn);
    const position = fn.parameters.indexOf(parameter);
    if (calls.length === 0) return this.unknownOf(parameter.name, node);

    const passed = (): Value => {
      const call = this.callerOf(fn);
      if (!call) return undefined;
      if (parameter.dotDotDotToken) return this.list(call.arguments.slice(position), undefined);
      const argument = call.arguments[position] ?? parameter.initializer;
      return argument && this.evaluate(argument);
    };
    return this.unknownOf(parameter.name, node, passed, true);
  }

  /** The call of a function that this world is about. */
  callerOf(fn: ts.SignatureDeclaration): ts.CallExpression | undefined {
    const calls = this.callers.of(fn);
    return calls[this.choose(`caller ${fn.getSourceFile().fileName}:${fn.pos}`, calls.length)];
  }

  private unknownOf(name: ts.BindingName, node: ts.Identifier, resolve?: Lazy, isTogether = false): Unknown {
    const key = `${name.getSourceFile().fileName}:${name.pos}`;
    return new Unknown(key, this.checker.getTypeAtLocation(node), resolve && lazy(resolve), isTogether);
  }

  private anyOf(loop: ts.ForOfStatement, node: ts.Identifier): Value {
    const all = this.evaluate(loop.expression);
    if (!(all instanceof List)) return this.unknown(node);
    return all.items[this.choose(`each ${loop.getSourceFile().fileName}:${loop.pos}`, all.items.length)]?.value();
  }

  private element(owner: Value, node: ts.ElementAccessExpression, frame?: Frame): Value {
    const index = this.evaluate(node.argumentExpression, frame);
    if (owner instanceof Fields && index instanceof Unknown && !literalsOf(index.type)) {
      const all = [...owner.byName.values()];
      return all[this.choose(`is ${index.key}`, all.length)]?.();
    }
    if (owner instanceof List || owner instanceof Fields) {
      const at = this.concrete(index, node.argumentExpression);
      return owner instanceof List ? owner.items[Number(at)]?.value() : owner.byName.get(String(at))?.();
    }
    return this.unknown(node);
  }

  private list(elements: readonly ts.Expression[], frame?: Frame): List {
    return new List(
      elements.flatMap((element) =>
        ts.isSpreadElement(element)
          ? this.listOf(this.evaluate(element.expression, frame), element.expression).items
          : [{ value: lazy(() => this.evaluate(element, frame)), node: element }],
      ),
    );
  }

  private fields(node: ts.ObjectLiteralExpression, frame?: Frame): Value {
    const byName = new Map<string, Lazy>();
    for (const property of node.properties) {
      if (ts.isSpreadAssignment(property)) {
        const spread = closer(this.evaluate(property.expression, frame));
        if (!(spread instanceof Fields)) return this.unknown(node);
        for (const [name, value] of spread.byName) byName.set(name, value);
      } else if (ts.isPropertyAssignment(property))
        byName.set(
          ts.isComputedPropertyName(property.name) ? property.name.getText() : property.name.text,
          lazy(() => this.evaluate(property.initializer, frame)),
        );
      else if (ts.isShorthandPropertyAssignment(property))
        byName.set(property.name.text, lazy(() => this.identifier(property.name, frame)));
      else if (ts.isMethodDeclaration(property) && ts.isIdentifier(property.name))
        byName.set(property.name.text, () => new Func(property, frame));
    }
    return new Fields(byName);
  }

  private call(node: ts.CallExpression, frame?: Frame): Value {
    // In a body that is followed step by step, arguments have the value of their moment.
    const args = node.arguments.map((argument) => {
      const value = lazy(() => this.evaluate(argument, frame));
      if (frame) value();
      return value;
    });
    if (ts.isPropertyAccessExpression(node.expression)) {
      const { expression, name } = node.expression;
      if (expression.getText() === "Prisma" && name.text === "raw")
        return new RawSql(() => this.text(args[0]?.(), node));
      const owner = this.evaluate(expression, frame);
      const method = owner instanceof Fields ? owner.byName.get(name.text)?.() : undefined;
      if (method instanceof Func) return this.later(node, () => this.invoke(method, args, node));
      return callMethod(this, owner, name.text, args, node);
    }
    const fn = this.evaluate(node.expression, frame);
    if (fn instanceof Func) return this.later(node, () => this.invoke(fn, args, node));
    if (fn instanceof Unknown && fn.resolve) {
      const { resolve } = fn;
      return this.unknown(node, () => {
        const resolved = resolve();
        return resolved instanceof Func ? this.invoke(resolved, args, node) : this.unknown(node);
      });
    }
    return this.unknown(node);
  }

  /** A call is followed only if its type leaves something to ask: most functions have nothing to do with a text. */
  private later(node: ts.CallExpression, work: Lazy): Unknown {
    return this.unknown(node, work);
  }
}

/** The value itself, as far as looking closer can tell. */
export function closer(value: Value): Value {
  return value instanceof Unknown && value.resolve ? closer(value.resolve()) : value;
}

/** One part of a value that is taken apart by a pattern. */
export function partOf(evaluator: Evaluator, whole: Value, element: ts.BindingElement, node: ts.Expression): Value {
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

/** What a call gives is told by its type first: most functions have nothing to do with a text. */
function isOfCall(owner: ts.VariableDeclaration | ts.BindingElement): boolean {
  const from = owner.initializer && isWrapper(owner.initializer) ? owner.initializer.expression : owner.initializer;
  return from !== undefined && ts.isCallExpression(from);
}

interface Settled {
  value: Exclude<Value, Unknown>;
}

const ARITHMETIC = new Map<ts.SyntaxKind, (a: number, b: number) => number | boolean>([
  [ts.SyntaxKind.MinusToken, (a, b) => a - b],
  [ts.SyntaxKind.AsteriskToken, (a, b) => a * b],
  [ts.SyntaxKind.SlashToken, (a, b) => a / b],
  [ts.SyntaxKind.GreaterThanToken, (a, b) => a > b],
  [ts.SyntaxKind.LessThanToken, (a, b) => a < b],
]);
