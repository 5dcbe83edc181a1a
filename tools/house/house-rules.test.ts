import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");

/** Every import of the code in these folders, as `<file> -> <module>`; tests may reach further. */
function importsOf(...folders: string[]): string[] {
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))),
  );
  return files.flatMap((file) =>
    [...readFileSync(path.join(root, file), "utf8").matchAll(/(?:from|import\()\s*"([^"]+)"/g)].map(
      ([, module]) => `${file} -> ${module}`,
    ),
  );
}

test("pages, routes and components never touch the database", () => {
  const reaching = importsOf("app", "components").filter((line) =>
    /-> (pg|@\/lib\/kernel\/database|@prisma\/.*|@\/prisma\/generated\/client)$/.test(line),
  );
  expect(reaching).toEqual([]);
});

test("lib knows no React, no Next, and none of the folders that build on it", () => {
  const reaching = importsOf("lib").filter((line) =>
    /-> (react|next)(\/|-|$)|-> @\/(app|components|inngest|scripts|sandbox|tools)\//.test(line),
  );
  expect(reaching).toEqual([]);
});

test("the sandbox shares no code with what it checks", () => {
  const reaching = importsOf("sandbox").filter((line) =>
    /-> (@|\.\.\/\.\.)\/(lib|app|inngest|components)\//.test(line),
  );
  expect(reaching).toEqual([]);
});

test("pages and components get values from no vendor gateway but its lists for pickers", () => {
  const reaching = importsOf("app", "components").filter((line) =>
    /-> @\/lib\/vendors\/(braze|heap)\/(?!instances|regions|catalog)/.test(line),
  );
  expect(reaching).toEqual([]);
});
