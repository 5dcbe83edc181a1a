import ts from "typescript";
import type { Callers } from "./callers";
import { Evaluator } from "./evaluate";
import { closer } from "./knowledge";
import { callerOf } from "./names";
import { Fields, type List, NeverSent, RawSql, Unknown, Unresolved } from "./values";
import { type Choose, eachWorld } from "./worlds";

/** One text a call can send, and its values. */
export interface StatementText {
  text: string;
  values: { node?: ts.Expression }[];
  /** The call of the function around it that leads to this text, where one was asked for. */
  caller?: ts.CallExpression;
}

/**
 * Every text a call can send, each with the number of values it then sends.
 * @param around a function around the call whose callers must be distinguished
 * @throws Unresolved when the code does not tell
 */
export function textsOf(
  checker: ts.TypeChecker,
  callers: Callers,
  call: ts.CallExpression | ts.TaggedTemplateExpression,
  around?: ts.SignatureDeclaration,
): StatementText[] {
  const found = new Map<string, StatementText>();
  eachWorld((choose: Choose) => {
    try {
      const evaluator = new Evaluator(checker, callers, choose);
      const statement = ts.isCallExpression(call)
        ? ofCall(evaluator, call)
        : ofTemplate(evaluator, call.template);
      const caller = around && callerOf(evaluator, around);
      const key = `${statement.values.length} ${caller?.getSourceFile().fileName}:${caller?.pos} ${statement.text}`;
      found.set(key, caller ? { ...statement, caller } : statement);
    } catch (err) {
      if (!(err instanceof NeverSent)) throw err;
    }
  });
  return [...found.values()];
}

function ofCall(evaluator: Evaluator, call: ts.CallExpression): StatementText {
  const [first, ...rest] = call.arguments;
  if (!first) throw new Unresolved(call, "there is no text");
  const isUnsafe = call.expression.getText().endsWith("Unsafe");
  if (isUnsafe) {
    const text = evaluator.text(evaluator.evaluate(first), first);
    const list = ts.factory.createArrayLiteralExpression(rest);
    return { text, values: rest.length === 0 ? [] : evaluator.listOf(evaluator.evaluate(list), call).items };
  }

  const raw = evaluator.evaluate(first);
  const given = raw instanceof Unknown && !isText(raw.type) ? closer(raw) : raw;
  const text = given instanceof Fields ? given.byName.get("text")?.() : given;
  const values =
    given instanceof Fields ? given.byName.get("values")?.() : rest[0] && evaluator.evaluate(rest[0]);
  return {
    text: evaluator.text(text, first),
    values: values === undefined ? [] : evaluator.listOf(values, rest[0] ?? first).items,
  };
}

function isText(type: ts.Type): boolean {
  return Boolean(type.flags & ts.TypeFlags.StringLike) || (type.isUnion() && type.types.every(isText));
}

/** Prisma's tagged template: each value becomes a parameter, unless it is text made by `Prisma.raw`. */
function ofTemplate(evaluator: Evaluator, template: ts.TemplateLiteral): StatementText {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return { text: template.text, values: [] };
  const values: List["items"][number][] = [];
  const parts = template.templateSpans.map((span) => {
    if (evaluator.checker.getTypeAtLocation(span.expression).symbol?.name === "Sql") {
      const fragment = closer(evaluator.evaluate(span.expression));
      if (!(fragment instanceof RawSql))
        throw new Unresolved(span.expression, "this is no text of Prisma.raw");
      return evaluator.text(fragment.text(), span.expression) + span.literal.text;
    }
    values.push({ value: () => undefined, node: span.expression });
    return `$${values.length}${span.literal.text}`;
  });
  return { text: template.head.text + parts.join(""), values };
}
