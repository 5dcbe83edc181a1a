import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** One import in the code: from which file, and what it names: a file of the repository, or a package. */
export interface Import {
  from: string;
  to: string;
}

/** The districts of lib/, lowest first: a file may import its own district and those before it. */
export const DISTRICTS = [
  "kernel",
  "vendors",
  "team",
  "setup",
  "forwarding",
  "cohorts",
  "insight",
  "privacy",
] as const;

/**
 * Every import of the TypeScript files in these folders, type-only and dynamic ones too. Tests are left out: they may
 * reach anywhere.
 * @param root folder that the paths, and `@/`, are relative to
 */
export function readImports(root: string, folders: readonly string[]): Import[] {
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /(?<!\.test)\.tsx?$/.test(entry.name))
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))),
  );
  const known = new Set(files);

  return files.flatMap((from) =>
    ts
      .preProcessFile(readFileSync(path.join(root, from), "utf8"), true, true)
      .importedFiles.map(({ fileName }) => ({ from, to: resolve(from, fileName, known) })),
  );
}

/** The file an import means, with its ending where it is among `known`; a package's name stays as it is. */
function resolve(from: string, named: string, known: ReadonlySet<string>): string {
  if (!/^(\.|@\/)/.test(named)) return named;
  const place = named.startsWith("@/") ? named.slice(2) : path.join(path.dirname(from), named);
  return ["", ".ts", ".tsx"].map((ending) => place + ending).find((file) => known.has(file)) ?? place;
}

/** The imports from a district of lib/ into a later one, and those that leave lib/ for code built on it. */
export function upwardImports(imports: readonly Import[]): Import[] {
  const rank = (district: string | undefined) =>
    (DISTRICTS as readonly (string | undefined)[]).indexOf(district);
  return imports.filter(({ from, to }) => {
    if (!from.startsWith("lib/")) return false;
    if (/^(app|components|inngest|sandbox|scripts|tools|e2e)\//.test(to)) return true;
    return to.startsWith("lib/") && rank(to.split("/")[1]) > rank(from.split("/")[1]);
  });
}

/**
 * The circles among files, or among the folders that `placeOf` puts them in: every set of places that reach each other,
 * with the imports between them (Tarjan's strongly connected components).
 */
export function circles(imports: readonly Import[], placeOf = (file: string) => file): Import[][] {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of imports) {
    const [a, b] = [placeOf(from), placeOf(to)];
    if (a !== b) next.set(a, (next.get(a) ?? new Set()).add(b));
  }

  const order = new Map<string, number>();
  const circleOf = new Map<string, number>();
  const open: string[] = [];
  let closed = 0;

  function visit(place: string): number {
    let low = order.size;
    order.set(place, low);
    open.push(place);
    for (const other of next.get(place) ?? []) {
      if (!order.has(other)) low = Math.min(low, visit(other));
      else if (!circleOf.has(other)) low = Math.min(low, order.get(other) ?? low);
    }
    if (low === order.get(place)) {
      for (const member of open.splice(open.indexOf(place))) circleOf.set(member, closed);
      closed += 1;
    }
    return low;
  }
  for (const place of next.keys()) if (!order.has(place)) visit(place);

  const byCircle = new Map<number | undefined, Import[]>();
  for (const found of imports) {
    const [a, b] = [placeOf(found.from), placeOf(found.to)];
    const circle = circleOf.get(a);
    if (a === b || circle !== circleOf.get(b)) continue;
    byCircle.set(circle, [...(byCircle.get(circle) ?? []), found]);
  }
  return [...byCircle.values()];
}
