import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import packageJson from "@/package.json";
import { filesBelow } from "./files";
import { anchorsOf, commentsOf, linksIn, pathsIn, undefinedLabels } from "./named-paths";

const root = path.resolve(import.meta.dirname, "../..");

/** Made by a person, a build or a program; not in the repository. */
const MADE = ["deploy/.env", "scripts/admin.mjs", "admin.mjs", "prisma/generated"];

/** Looks like a path and is the name of an event. */
const NO_PATHS = ["inngest/function.failed"];

/** Its own examples name what is not there. */
const EXAMPLES = "tools/house/named-paths.test.ts";

const COMMENTED = /\.(tsx?|mjs|css|prisma|sql|ya?ml)$|(^|\/)(Dockerfile|env\.example)$/;

const files = filesBelow("");
const names = new Set(files.map((file) => path.basename(file)));
const documents = files.filter((file) => file.endsWith(".md"));
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

/** Whether what a text calls by a path or a name is there; its anchor too. */
function isThere(named: string): boolean {
  const [place = "", anchor] = named.split("#");
  if (NO_PATHS.includes(named)) return true;
  if (MADE.some((made) => place === made || place.startsWith(`${made}/`))) return true;
  if (!place.includes("/")) return names.has(place);
  if (![place, `${place}.ts`, `${place}.tsx`].some((one) => existsSync(path.join(root, one)))) return false;
  return anchor === undefined || hasAnchor(place, anchor);
}

function hasAnchor(document: string, anchor: string): boolean {
  return document.endsWith(".md") && anchorsOf(read(document)).has(anchor);
}

test("every path and file name that a document names is there", () => {
  const missing = documents.flatMap((file) =>
    pathsIn(read(file))
      .filter((named) => !isThere(named))
      .map((named) => `${file}: ${named}`),
  );
  expect(missing).toEqual([]);
});

test("every path and file name that a comment names is there", () => {
  const missing = files
    .filter((file) => COMMENTED.test(file) && file !== EXAMPLES)
    .flatMap((file) =>
      pathsIn(commentsOf(read(file), file))
        .filter((named) => !isThere(named))
        .map((named) => `${file}: ${named}`),
    );
  expect(missing).toEqual([]);
});

test("every link of a document leads to a file and a heading that are there", () => {
  const broken = documents.flatMap((file) => {
    const markdown = read(file);
    const dead = linksIn(markdown).filter((link) => {
      const [place = "", anchor] = link.split("#");
      const target = place === "" ? file : path.posix.join(path.posix.dirname(file), place);
      return !existsSync(path.join(root, target)) || (anchor !== undefined && !hasAnchor(target, anchor));
    });
    return [...dead, ...undefinedLabels(markdown)].map((link) => `${file}: ${link}`);
  });
  expect(broken).toEqual([]);
});

test("every npm command that a document names is one of package.json", () => {
  const unknown = documents.flatMap((file) =>
    [...read(file).matchAll(/npm run ([\w:-]+)/g)]
      .filter(([, name = ""]) => !Object.hasOwn(packageJson.scripts, name))
      .map(([command]) => `${file}: ${command}`),
  );
  expect(unknown).toEqual([]);
});

test("every line of an example is in the file that is named before it", () => {
  const examples = documents.flatMap((file) => [
    ...read(file).matchAll(/`([^`\s]+\.tsx?)`[^`]*\n\n```tsx?\n([\s\S]*?)```/g),
  ]);
  const wrong = examples.flatMap(([, file = "", code = ""]) => {
    const lines = new Set(read(file).split("\n"));
    return code.split("\n").filter((line) => line !== "" && !line.includes("…") && !lines.has(line));
  });
  expect(examples.length).toBeGreaterThan(0);
  expect(wrong).toEqual([]);
});

describe("the check itself", () => {
  test("finds paths in a sentence, in brackets and in a pattern's neighbourhood, and leaves URLs alone", () => {
    const text =
      "See lib/kernel/errors.ts. (As app/(portal)/team/page.tsx, or docs/flows.md#mapping) and `walk-events.ts`; " +
      "[docs/words.md](docs/words.md), " +
      "not https://example.com/docs/words.md, @/lib/kernel/env, lib/<district>/x.ts or lib/*.ts";
    expect(pathsIn(text)).toEqual([
      "lib/kernel/errors.ts",
      "app/(portal)/team/page.tsx",
      "docs/flows.md#mapping",
      "docs/words.md",
      "walk-events.ts",
    ]);
  });

  test("knows what is not there", () => {
    expect(
      ["lib/kernel/errors.ts", "errors.ts", "docs/flows.md#mapping", "lib/"].filter(isThere),
    ).toHaveLength(4);
    expect(["lib/gone.ts", "gone.ts", "docs/flows.md#gone", "docs/gone.md"].filter(isThere)).toEqual([]);
  });

  test("reads links, labels and headings as Markdown has them", () => {
    const markdown =
      "# One *word*\n\n## A, b\n## A, b\n[x](y.md#z) [x][there] [x][gone] `[x](no.md)`\n\n[there]: ../z.md\n";
    expect(linksIn(markdown)).toEqual(["y.md#z", "../z.md"]);
    expect(undefinedLabels(markdown)).toEqual(["gone"]);
    expect([...anchorsOf(markdown)]).toEqual(["one-word", "a-b", "a-b-1"]);
  });

  test("takes comments and nothing else", () => {
    const code = 'const a = "lib/gone.ts"; // lib/one.ts\n/** lib/two.ts */\nfetch("http://lib/three.ts");';
    expect(pathsIn(commentsOf(code, "a.ts")).sort()).toEqual(["lib/one.ts", "lib/two.ts"]);
  });
});

test("no document has the marks of an unfinished merge", () => {
  const marked = documents.filter((file) => /^(<{7}|={7}|>{7})( |$)/m.test(read(file)));
  expect(marked).toEqual([]);
});
