import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal"];

/**
 * The calls of a log that are given an error's message or stack, which may quote what a sender sent. The field `err`
 * takes the error itself; lib/kernel/log.ts then says where it happened.
 */
function quotingCalls(text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isLogCall(node)) {
      for (const argument of node.arguments) if (quotes(argument)) found.push(node.getText());
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("module.ts", text, ts.ScriptTarget.Latest, true));
  return found;
}

/** `log.warn(…)`, `logger.warn(…)`, `ctx.logger?.warn(…)`. */
function isLogCall({ expression }: ts.CallExpression): boolean {
  if (!ts.isPropertyAccessExpression(expression) || !LEVELS.includes(expression.name.text)) return false;
  return /(^|\.)(log|logger)\??$/i.test(expression.expression.getText());
}

function quotes(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node) && ["message", "stack"].includes(node.name.text)) return true;
  if (ts.isCallExpression(node) && node.expression.getText() === "String") return true;
  return ts.forEachChild(node, (child) => quotes(child) || undefined) ?? false;
}

test("the check sees messages in fields, in sentences and behind other names", () => {
  const wrong = [
    'log.warn({ reason: (err as Error).message }, "failed")',
    'log.error({ err: { message: err.message } }, "failed")',
    "log.error({}, words(failure?.message))",
    'ctx.logger.error({ reason: String(err) }, "failed")',
    'logger?.error({}, err.stack ?? "failed")',
  ];
  expect(wrong.flatMap(quotingCalls)).toEqual(wrong);
  expect(quotingCalls('log.error({ err, status: answer.status }, "failed"); show(err.message);')).toEqual([]);
});

test("no call of the log quotes an error", () => {
  const files = ["app", "inngest", "lib", "."].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: folder !== ".", encoding: "utf8" })
      .filter((name) => /(?<!\.test)\.tsx?$/.test(name))
      .map((name) => path.join(folder, name)),
  );
  const found = files.flatMap((file) =>
    quotingCalls(readFileSync(path.join(root, file), "utf8")).map((call) => `${file}: ${call}`),
  );
  expect(found).toEqual([]);
});
