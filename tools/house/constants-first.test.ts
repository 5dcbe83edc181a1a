import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");

/**
 * The constants of a module that a function reads which runs before they are set: neither compiler nor linter sees
 * that, and the program ends with "Cannot access … before initialization".
 */
function readTooEarly(text: string): string[] {
  const { statements } = ts.createSourceFile("module.ts", text, ts.ScriptTarget.Latest, true);
  const functions = new Map(
    statements.filter(ts.isFunctionDeclaration).map((declared) => [declared.name?.text ?? "", declared]),
  );
  /** What running this code reads, in the functions of the module that it calls too. */
  const readBy = (node: ts.Node, seen = new Set<string>()): Set<string> => {
    const visit = (child: ts.Node): void => {
      if (ts.isIdentifier(child) && !isName(child) && !seen.has(child.text)) {
        seen.add(child.text);
        const called = functions.get(child.text)?.body;
        if (called) readBy(called, seen);
      }
      if (!ts.isFunctionDeclaration(child)) ts.forEachChild(child, visit);
    };
    ts.forEachChild(node, visit);
    return seen;
  };

  const read = new Set<string>();
  const early: string[] = [];
  for (const statement of statements) {
    if (ts.isFunctionDeclaration(statement) || ts.isImportDeclaration(statement)) continue;
    if (ts.isVariableStatement(statement)) {
      const names = statement.declarationList.declarations.map(({ name }) => name.getText());
      early.push(...names.filter((name) => read.has(name)));
    }
    // A function that is only made here runs later; what is called here runs now.
    if (isRunning(statement)) for (const name of readBy(statement)) read.add(name);
  }
  return early;
}

/** Whether this is the name of a property or of something declared, and reads no variable. */
function isName(identifier: ts.Identifier): boolean {
  const { parent } = identifier;
  return !ts.isShorthandPropertyAssignment(parent) && (parent as { name?: ts.Node }).name === identifier;
}

function isRunning(statement: ts.Statement): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) found = true;
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}

test("the check sees through hoisted functions", () => {
  const use = "function use() { return again(); } function again() { return LIMIT; }";
  expect(readTooEarly(`use(); const LIMIT = 1; ${use}`)).toEqual(["LIMIT"]);
  expect(readTooEarly(`const LIMIT = 1; use(); ${use}`)).toEqual([]);
  expect(readTooEarly(`const later = () => use(); const LIMIT = 1; ${use}`)).toEqual([]);
});

test("no program calls a function before the constants it reads are set", () => {
  const folders = ["app", "components", "e2e", "inngest", "lib", "sandbox", "scripts", "tools"];
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => path.join(folder, name)),
  );
  const found = files.flatMap((file) =>
    readTooEarly(readFileSync(path.join(root, file), "utf8")).map((name) => `${file}: ${name}`),
  );
  expect(found).toEqual([]);
});
