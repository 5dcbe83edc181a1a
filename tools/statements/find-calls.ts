import ts from "typescript";

/** A place of the code that sends SQL. */
export interface SqlCall {
  node: ts.CallExpression | ts.TaggedTemplateExpression;
  /** How the statement is sent: it decides what JavaScript makes of a column. */
  driver: "pg" | "prisma" | "either";
}

/** A place that takes one of the functions that send SQL without calling it: what it sends cannot be seen. */
export interface HiddenUse {
  node: ts.Node;
}

const RAW = /^\$(queryRaw|executeRaw)(Unsafe)?$/;

/** All places of these files that send SQL: by `pg`, by Prisma's raw functions, or by an interface of ours with such a `query`. */
export function findCalls(
  checker: ts.TypeChecker,
  files: readonly ts.SourceFile[],
): { calls: SqlCall[]; hidden: HiddenUse[] } {
  const calls: SqlCall[] = [];
  const hidden: HiddenUse[] = [];
  const visit = (node: ts.Node): void => {
    const driver = ts.isPropertyAccessExpression(node) ? driverOf(checker, node) : undefined;
    if (driver) {
      const { parent } = node;
      if (ts.isCallExpression(parent) && parent.expression === node) calls.push({ node: parent, driver });
      else if (ts.isTaggedTemplateExpression(parent)) calls.push({ node: parent, driver });
      else hidden.push({ node });
    }
    ts.forEachChild(node, visit);
  };
  for (const file of files) visit(file);
  return { calls, hidden };
}

function driverOf(checker: ts.TypeChecker, node: ts.PropertyAccessExpression): SqlCall["driver"] | undefined {
  const name = node.name.text;
  if (RAW.test(name)) return "prisma";
  if (name !== "query") return undefined;
  const declaration = checker.getSymbolAtLocation(node.name)?.declarations?.[0];
  return declaration && driverOfDeclaration(declaration);
}

function driverOfDeclaration(declaration: ts.Declaration): SqlCall["driver"] | undefined {
  if (/\/@types\/pg\//.test(declaration.getSourceFile().fileName)) return "pg";
  const isOurs = ts.isMethodSignature(declaration) && /\brows\b/.test(declaration.type?.getText() ?? "");
  return isOurs ? "either" : undefined;
}

/**
 * Says whether the call is the inside of such an interface of ours: a function that is its `query`. What is passed to it
 * is checked where it is called.
 */
export function isInsideOfQuery(checker: ts.TypeChecker, node: ts.Node): boolean {
  for (let fn: ts.Node | undefined = node.parent; fn; fn = fn.parent) {
    if (!ts.isPropertyAssignment(fn) && !ts.isMethodDeclaration(fn)) continue;
    if (fn.name.getText() !== "query" || !ts.isObjectLiteralExpression(fn.parent)) continue;
    const wanted = checker.getContextualType(fn.parent)?.getProperty("query")?.declarations?.[0];
    return wanted !== undefined && driverOfDeclaration(wanted) === "either";
  }
  return false;
}
