import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const NOT_OURS = /^(node_modules|\.next|\.data|\.git)(\/|$)/;

export interface Selection {
  unitFiles: string[];
  browserFiles: string[];
  /** A pattern the titles of the tests must fit; null runs whole files. */
  title: string | null;
}

/** The test files whose path has one of the words in it; where none has, those with a test whose title may have. */
export async function selectTests(words: readonly string[]): Promise<Selection> {
  const files = await listTestFiles();
  const named = files.filter((file) => words.some((word) => file.includes(word)));
  if (named.length > 0) return { ...byKind(named), title: null };

  const texts = await Promise.all(files.map((file) => readFile(path.join(root, file), "utf8")));
  const telling = files.filter((_file, index) => words.some((word) => texts[index]?.includes(word)));
  return { ...byKind(telling), title: words.map(literally).join("|") };
}

/** Every test file, unit and browser, from the top of the repository. */
export async function listTestFiles(): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && !NOT_OURS.test(entry.name));
  const files = await Promise.all(
    folders.map(async ({ name }) =>
      (await readdir(path.join(root, name), { recursive: true })).map((file) => path.posix.join(name, file)),
    ),
  );
  return files.flat().filter((file) => /\.(test|spec)\.ts$/.test(file));
}

function byKind(files: readonly string[]) {
  const isBrowserTest = (file: string) => file.endsWith(".spec.ts");
  return {
    unitFiles: files.filter((file) => !isBrowserTest(file)),
    browserFiles: files.filter(isBrowserTest),
  };
}

/** For a regular expression, as both runners take titles. */
function literally(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
