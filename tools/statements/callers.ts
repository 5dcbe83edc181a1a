import ts from "typescript";

/** Finds who calls a function of the code, by its declaration. */
export class Callers {
  private readonly byName = new Map<string, ts.CallExpression[]>();
  private readonly found = new Map<ts.Node, ts.CallExpression[]>();

  constructor(
    private readonly checker: ts.TypeChecker,
    files: readonly ts.SourceFile[],
  ) {
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node)) {
        const name = nameOf(node.expression)?.text;
        if (name !== undefined) this.byName.set(name, [...(this.byName.get(name) ?? []), node]);
      }
      ts.forEachChild(node, visit);
    };
    for (const file of files) visit(file);
  }

  of(fn: ts.SignatureDeclaration): ts.CallExpression[] {
    const known = this.found.get(fn);
    if (known) return known;

    const name = nameOfFunction(fn);
    const calls = (name === undefined ? [] : (this.byName.get(name) ?? [])).filter((call) => {
      const callee = nameOf(call.expression);
      const symbol = callee && resolveAlias(this.checker, this.checker.getSymbolAtLocation(callee));
      const declaration = symbol?.valueDeclaration;
      return (
        declaration === fn ||
        (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer === fn)
      );
    });
    this.found.set(fn, calls);
    return calls;
  }
}

/** What an imported name stands for in the module that exports it. */
export function resolveAlias(checker: ts.TypeChecker, symbol: ts.Symbol | undefined): ts.Symbol | undefined {
  return symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function nameOf(callee: ts.Expression): ts.Identifier | undefined {
  if (ts.isIdentifier(callee)) return callee;
  return ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.name) ? callee.name : undefined;
}

function nameOfFunction(fn: ts.SignatureDeclaration): string | undefined {
  if (fn.name && ts.isIdentifier(fn.name)) return fn.name.text;
  return ts.isVariableDeclaration(fn.parent) && ts.isIdentifier(fn.parent.name)
    ? fn.parent.name.text
    : undefined;
}
