import ts from "typescript";
import type { Callers } from "./callers";
import { isWrapper, literalsOf } from "./code-types";
import { closer, Knowledge } from "./knowledge";
import { callMethod } from "./methods";
import { valueOfName } from "./names";
import { run } from "./run";
import { Fields, type Frame, Func, type Lazy, List, lazy, RawSql, Unknown, type Value } from "./values";
import type { Choose } from "./worlds";

/**
 * Tells what an expression of the code gives, in one world of choices, from the code alone: constants, templates,
 * conditions, pure functions, across files. What only a running program knows is `Unknown`.
 */
export class Evaluator extends Knowledge {
  /** Functions followed so far, to tell each time from the others. */
  private followed = 0;
  private readonly done = new Map<ts.Expression, Value>();

  constructor(
    checker: ts.TypeChecker,
    readonly callers: Callers,
    choose: Choose,
  ) {
    super(checker, choose);
  }

  /** @param frame variables of the function that is being followed; none at the statement's own place */
  evaluate(node: ts.Expression, frame?: Frame): Value {
    const value = (inner: ts.Expression) => this.evaluate(inner, frame);
    if (ts.isStringLiteralLike(node)) return node.text;
    if (ts.isNumericLiteral(node)) return Number(node.text);
    if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
    if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
    if (node.kind === ts.SyntaxKind.NullKeyword) return null;
    if (ts.isRegularExpressionLiteral(node))
      return new RegExp(
        node.text.slice(1, node.text.lastIndexOf("/")),
        node.text.slice(node.text.lastIndexOf("/") + 1),
      );
    if (isWrapper(node)) return value(node.expression);
    if (ts.isTemplateExpression(node)) {
      const spans = node.templateSpans.map(
        (span) => this.text(value(span.expression), span.expression) + span.literal.text,
      );
      return node.head.text + spans.join("");
    }
    if (ts.isConditionalExpression(node))
      return this.isTruthy(value(node.condition)) ? value(node.whenTrue) : value(node.whenFalse);
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === "String.raw")
      return ts.isNoSubstitutionTemplateLiteral(node.template)
        ? (node.template.rawText ?? "")
        : this.unknown(node, frame);
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
      return !this.isTruthy(value(node.operand));
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken)
      return -Number(this.concrete(value(node.operand), node));
    if (ts.isBinaryExpression(node)) return this.binary(node, frame);
    if (ts.isIdentifier(node)) return valueOfName(this, node, frame);
    if (ts.isPropertyAccessExpression(node))
      return this.property(value(node.expression), node.name.text, node, frame);
    if (ts.isElementAccessExpression(node)) return this.element(value(node.expression), node, frame);
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return new Func(node, frame);
    if (ts.isArrayLiteralExpression(node)) return this.list(node.elements, frame);
    if (ts.isObjectLiteralExpression(node)) return this.fields(node, frame);
    if (ts.isCallExpression(node)) return this.call(node, frame);
    return this.unknown(node, frame);
  }

  /** Calls a function with values, following its body. */
  invoke(fn: Func, args: Lazy[], node: ts.Node): Value {
    return run(this, fn, args, node, ++this.followed);
  }

  private binary(node: ts.BinaryExpression, frame?: Frame): Value {
    const left = this.evaluate(node.left, frame);
    const right = () => this.evaluate(node.right, frame);
    const kind = node.operatorToken.kind;
    if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return this.isTruthy(left) ? right() : left;
    if (kind === ts.SyntaxKind.BarBarToken) return this.isTruthy(left) ? left : right();
    if (kind === ts.SyntaxKind.QuestionQuestionToken) return this.isNullish(left) ? right() : left;
    if (kind === ts.SyntaxKind.EqualsEqualsEqualsToken) return this.isEqual(left, right(), node, frame);
    if (kind === ts.SyntaxKind.ExclamationEqualsEqualsToken)
      return !this.isTruthy(this.isEqual(left, right(), node, frame));
    if (kind === ts.SyntaxKind.PlusToken) {
      const [a, b] = [this.concrete(left, node.left), this.concrete(right(), node.right)];
      return typeof a === "number" && typeof b === "number"
        ? a + b
        : this.text(a, node.left) + this.text(b, node.right);
    }
    const compute = ARITHMETIC.get(kind);
    if (!compute) return this.unknown(node, frame);
    return compute(Number(this.concrete(left, node.left)), Number(this.concrete(right(), node.right)));
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
    return this.unknown(node, frame);
  }

  /** The value of a constant, worked out once and then reused. */
  constant(initializer: ts.Expression): Value {
    if (!this.done.has(initializer)) this.done.set(initializer, this.evaluate(initializer));
    return this.done.get(initializer);
  }

  /** A list as it is written. */
  list(elements: readonly ts.Expression[], frame?: Frame): List {
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
        if (!(spread instanceof Fields)) return this.unknown(node, frame);
        for (const [name, value] of spread.byName) byName.set(name, value);
      } else if (ts.isPropertyAssignment(property))
        byName.set(
          ts.isComputedPropertyName(property.name) ? property.name.getText() : property.name.text,
          lazy(() => this.evaluate(property.initializer, frame)),
        );
      else if (ts.isShorthandPropertyAssignment(property))
        byName.set(
          property.name.text,
          lazy(() => valueOfName(this, property.name, frame)),
        );
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
      if (method instanceof Func) return this.unknown(node, frame, () => this.invoke(method, args, node));
      return callMethod(this, owner, name.text, args, node, frame);
    }
    // A call is followed only if its type leaves something to ask: most functions have nothing to do with a text.
    const fn = this.evaluate(node.expression, frame);
    if (fn instanceof Func) return this.unknown(node, frame, () => this.invoke(fn, args, node));
    if (fn instanceof Unknown && fn.resolve) {
      const { resolve } = fn;
      return this.unknown(node, frame, () => {
        const resolved = resolve();
        return resolved instanceof Func ? this.invoke(resolved, args, node) : this.unknown(node, frame);
      });
    }
    return this.unknown(node, frame);
  }
}

const ARITHMETIC = new Map<ts.SyntaxKind, (a: number, b: number) => number | boolean>([
  [ts.SyntaxKind.MinusToken, (a, b) => a - b],
  [ts.SyntaxKind.AsteriskToken, (a, b) => a * b],
  [ts.SyntaxKind.SlashToken, (a, b) => a / b],
  [ts.SyntaxKind.GreaterThanToken, (a, b) => a > b],
  [ts.SyntaxKind.LessThanToken, (a, b) => a < b],
]);
