import path from "node:path";
import ts from "typescript";

/** Code that is made or fetched, and tests with what only they use: a test sends its statements whenever it runs. */
const NO_CODE =
  /\.test\.tsx?$|^(tools\/(testing|isolation)|prisma\/generated|e2e|node_modules|\.next|\.data)\//;

/** Code whose statements cannot be described, each with the reason. */
export const EXEMPT: readonly { path: string; reason: string }[] = [
  {
    path: "tools/seed-large/",
    reason: "its statements build on temporary tables of the ones before; fill.test.ts runs them all",
  },
  {
    path: "scripts/runtime-role.ts",
    reason:
      "grants are made of the names in the catalogue; scripts/runtime-role.test.ts checks what they come to",
  },
  {
    path: "scripts/apply-migrations.ts",
    reason: "it sends the migrations; scripts/apply-migrations.test.ts runs them all",
  },
  {
    path: "scripts/catalog-adapter.ts",
    reason: "it hands on what Prisma's schema engine sends, and makes a database with a random name",
  },
  { path: "tools/statements/describe.ts", reason: "it is what describes: its text is everybody else's" },
];

/** Packages whose types no row and no value has: without them, and without the types of a browser, it takes half the time. */
const UNUSED_PACKAGES =
  /^(next|next-auth|react|@playwright\/test|playwright-core|typescript|fast-check|inngest|sharp|@opentelemetry)(\/|$)/;

/** Folders with statements: what they import belongs to the program too. */
const ROOTS = /^(lib|inngest|scripts|tools)\//;

/** The code of the project, and those files of it whose statements are checked. */
export function readCode(root: string): {
  program: ts.Program;
  files: ts.SourceFile[];
  checked: ts.SourceFile[];
} {
  const config = ts.readConfigFile(path.join(root, "tsconfig.json"), ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const within = (name: string) => path.relative(root, name).replaceAll(path.sep, "/");
  const isCode = (name: string) => !NO_CODE.test(within(name));
  const settings: ts.CompilerOptions = { ...options, incremental: false, lib: ["lib.es2023.d.ts"] };
  const program = ts.createProgram(
    fileNames.filter((name) => isCode(name) && ROOTS.test(within(name))),
    settings,
    hostWithout(UNUSED_PACKAGES, settings),
  );
  const isExempt = (name: string) => EXEMPT.some(({ path: start }) => within(name).startsWith(start));
  const files = program
    .getSourceFiles()
    .filter(
      ({ fileName, isDeclarationFile }) =>
        !isDeclarationFile && isCode(fileName) && !within(fileName).startsWith(".."),
    );
  return { program, files, checked: files.filter(({ fileName }) => !isExempt(fileName)) };
}

function hostWithout(packages: RegExp, options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const cache = ts.createModuleResolutionCache(host.getCurrentDirectory(), (name) => name, options);
  host.resolveModuleNameLiterals = (literals, from) =>
    literals.map(({ text }) =>
      packages.test(text)
        ? { resolvedModule: undefined }
        : ts.resolveModuleName(text, from, options, host, cache),
    );
  return host;
}
