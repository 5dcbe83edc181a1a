import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
/** What is imported, dynamically too; types alone are not. */
const IMPORT =
  /(?:^|\n)\s*(?:import|export)(?!\s+type\b)[^"';]*?["']([^"']+)["']|import\(\s*["']([^"']+)["']/g;
const importsByFile = new Map<string, string[]>();

/**
 * Whether a file imports the package `pg`, itself or through others. Of the tests only such have a database made for
 * them; the others start at once.
 */
export function needsDatabase(file: string, seen = new Set<string>()): boolean {
  seen.add(file);
  const imports = importsByFile.get(file) ?? readImports(file);
  importsByFile.set(file, imports);
  return imports.some((imported) => {
    if (imported === "pg") return true;
    const target = resolve(imported, path.dirname(file));
    return target !== null && !seen.has(target) && needsDatabase(target, seen);
  });
}

function readImports(file: string): string[] {
  const matches = readFileSync(file, "utf8").matchAll(IMPORT);
  return [...matches].map(([, statically, dynamically]) => statically ?? dynamically ?? "");
}

/** The file of ours that is meant; null for a package or anything but code. */
function resolve(imported: string, folder: string): string | null {
  if (!/^(\.|@\/)/.test(imported)) return null;
  const place = imported.startsWith("@/") ? path.join(root, imported.slice(2)) : path.join(folder, imported);
  const candidates = [place, ...[".ts", ".tsx", "/index.ts"].map((end) => place + end)];
  return candidates.find((candidate) => /\.tsx?$/.test(candidate) && existsSync(candidate)) ?? null;
}
