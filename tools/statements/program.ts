import path from "node:path";
import ts from "typescript";

const NOT_CHECKED = /(\.test|\.fixture|-testing)\.tsx?$|\/(lib\/testing|lib\/generated|e2e|node_modules|\.next|\.data)\//;

/** The code whose statements are checked: everything but tests, which send their statements whenever they run. */
export function readCode(root: string): { program: ts.Program; files: ts.SourceFile[] } {
  const config = ts.readConfigFile(path.join(root, "tsconfig.json"), ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const program = ts.createProgram(
    fileNames.filter((name) => !NOT_CHECKED.test(name) && /\/(lib|inngest|scripts|bench|fuzz|tools)\//.test(name)),
    { ...options, incremental: false },
  );
  const files = program
    .getSourceFiles()
    .filter(({ fileName, isDeclarationFile }) => !isDeclarationFile && !NOT_CHECKED.test(fileName));
  return { program, files };
}
