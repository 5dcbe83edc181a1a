import path from "node:path";
import type pg from "pg";
import ts from "typescript";
import { checkStatements } from "./check";

const ROOT = path.resolve(import.meta.dirname, "../..");
const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  noUncheckedIndexedAccess: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  esModuleInterop: true,
  types: ["node"],
  lib: ["lib.es2023.d.ts"],
};

/** Parsed once for all examples: the types of pg and Node. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/** Files of an example that is never written to the disk, by name. */
export type Example = Record<string, string>;

/** What the check finds in an example, which has `pool` of pg at hand. */
export async function findingsIn(client: pg.Client, example: string | Example): Promise<string[]> {
  const named = typeof example === "string" ? { "example.ts": example } : example;
  const texts = new Map(
    Object.entries(named).map(([name, text]) => [path.join(ROOT, name), `${text}\n${AT_HAND}`]),
  );
  const host = ts.createCompilerHost(OPTIONS);
  const { fileExists, readFile } = host;
  host.fileExists = (name) => texts.has(path.normalize(name)) || fileExists(name);
  host.readFile = (name) => texts.get(path.normalize(name)) ?? readFile(name);
  host.getSourceFile = (name, target) => {
    const text = texts.get(path.normalize(name));
    if (text !== undefined) return ts.createSourceFile(name, text, target, true);
    if (!parsed.has(name)) {
      const found = host.readFile(name);
      parsed.set(name, found === undefined ? undefined : ts.createSourceFile(name, found, target, true));
    }
    return parsed.get(name);
  };

  const program = ts.createProgram([...texts.keys()], OPTIONS, host);
  const files = program.getSourceFiles().filter(({ fileName }) => texts.has(path.normalize(fileName)));
  const [mistake] = files.flatMap((file) => program.getSemanticDiagnostics(file));
  if (mistake) throw new Error(ts.flattenDiagnosticMessageText(mistake.messageText, "\n"));
  return (await checkStatements({ program, files, checked: files }, client, ROOT)).findings;
}

/** At the end, so that lines are those of the example. */
const AT_HAND = `
import pg from "pg";
declare const pool: pg.Pool;
interface Sql { query<Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<{ rows: Row[] }> }
declare const sql: Sql;
declare const $prisma: { $queryRaw<T>(text: TemplateStringsArray, ...values: unknown[]): Promise<T> };
void pool; void sql; void $prisma;`;
