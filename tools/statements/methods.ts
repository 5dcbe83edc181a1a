import type ts from "typescript";
import type { Evaluator } from "./evaluate";
import { closer } from "./knowledge";
import { Fields, type Frame, Func, type Lazy, List, Unknown, type Value } from "./values";

/** What a method of a text, a list or `Object` gives; unknown for all others. */
export function callMethod(
  evaluator: Evaluator,
  owner: Value,
  name: string,
  args: Lazy[],
  node: ts.CallExpression,
  frame?: Frame,
): Value {
  if (owner instanceof Unknown) {
    const { resolve } = owner;
    if (isObjectOf(node)) return ofObject(evaluator, name, args, node, frame);
    return evaluator.unknown(
      node,
      frame,
      resolve && (() => callMethod(evaluator, resolve(), name, args, node, frame)),
    );
  }
  if (owner instanceof List) return ofList(evaluator, owner, name, args, node, frame);
  if (typeof owner === "string" || typeof owner === "number") {
    const known = args.map((arg) => evaluator.concrete(arg(), node));
    const method = (Object(owner) as Record<string, unknown>)[name];
    const isPlain = known.every((value) => typeof value !== "object" || value instanceof RegExp);
    return typeof method === "function" && isPlain
      ? method.apply(owner, known)
      : evaluator.unknown(node, frame);
  }
  return owner === null || owner === undefined ? undefined : evaluator.unknown(node, frame);
}

function isObjectOf(node: ts.CallExpression): boolean {
  return /^Object\.\w+$/.test(node.expression.getText());
}

function ofObject(
  evaluator: Evaluator,
  name: string,
  args: Lazy[],
  node: ts.CallExpression,
  frame?: Frame,
): Value {
  const whole = closer(args[0]?.());
  if (!(whole instanceof Fields)) return evaluator.unknown(node, frame);
  const entries = [...whole.byName];
  if (name === "keys")
    return toList(
      entries.map(
        ([key]) =>
          () =>
            key,
      ),
    );
  if (name === "values") return toList(entries.map(([, value]) => value));
  if (name === "entries")
    return toList(
      entries.map(
        ([key, value]) =>
          () =>
            toList([() => key, value]),
      ),
    );
  return evaluator.unknown(node, frame);
}

function ofList(
  evaluator: Evaluator,
  list: List,
  name: string,
  args: Lazy[],
  node: ts.CallExpression,
  frame?: Frame,
): Value {
  const fn = args[0]?.();
  const values = list.items.map((item) => item.value);
  const apply = (value: Lazy, at: number): Value =>
    fn instanceof Func
      ? evaluator.invoke(fn, [value, () => at, () => list], node)
      : evaluator.unknown(node, frame);

  if (name === "join") {
    const separator = args.length === 0 ? "," : evaluator.text(fn, node);
    return values.map((value) => evaluator.text(value(), node)).join(separator);
  }
  if (name === "push") {
    list.items.push(...args.map((value) => ({ value })));
    return list.items.length;
  }
  if (name === "map") return toList(values.map((value, at) => () => apply(value, at)));
  if (name === "flatMap")
    return toList(
      values.flatMap((value, at) => evaluator.listOf(apply(value, at), node).items.map((item) => item.value)),
    );
  if (name === "filter") return toList(values.filter((value, at) => evaluator.isTruthy(apply(value, at))));
  if (name === "concat")
    return toList([
      ...values,
      ...args.flatMap((arg) => evaluator.listOf(arg(), node).items.map((item) => item.value)),
    ]);
  if (name === "includes")
    return values.some((value) => evaluator.concrete(value(), node) === evaluator.concrete(fn, node));
  return evaluator.unknown(node, frame);
}

function toList(values: Lazy[]): List {
  return new List(values.map((value) => ({ value })));
}
