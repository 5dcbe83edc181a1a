import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { analyse } from "scslre";
import ts from "typescript";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");

/** Code that meets what strangers, senders and vendors write. */
const FOLDERS = ["lib", "app", "components", "inngest"];

/** Built while the program runs, so it cannot be looked at here. */
const BUILT = /\bnew RegExp\(|(?<![.\w])RegExp\(/;

interface Literal {
  place: string;
  source: string;
  flags: string;
}

function literalsIn(file: string, text: string): Literal[] {
  const parsed = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Literal[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const [, source = "", flags = ""] = /^\/(.*)\/([a-z]*)$/s.exec(node.text) ?? [];
      const { line } = parsed.getLineAndCharacterOfPosition(node.getStart());
      found.push({ place: `${file}:${line + 1}`, source, flags });
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return found;
}

const files = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /(?<!\.test)\.tsx?$/.test(name))
    .map((name) => path.join(folder, name)),
);
const textOf = (file: string) => readFileSync(path.join(root, file), "utf8");

/** Why an expression may take more than linear time, with a text's repeated part that shows it; empty if it does not. */
function slowness({ place, source, flags }: Literal): string[] {
  return analyse({ source, flags }).reports.map(
    (report) =>
      `${place} /${source}/${flags}: ${report.type}, ${report.exponential ? "exponential" : "polynomial"}, by repeating ${report.character.literal.source}`,
  );
}

test("the check finds what took seconds for 20 kB of spaces, and what takes for ever", () => {
  const [spaces, nested, fine] = literalsIn("fixture.ts", "[/[ \\t]+$/g, /^(a+)+$/, /^[a-z]+$/]");
  expect(spaces && slowness(spaces)).toHaveLength(1);
  expect(nested && slowness(nested)[0]).toMatch(/exponential/);
  expect(fine && slowness(fine)).toEqual([]);
});

test("no regular expression takes more than linear time, whatever the text", () => {
  const literals = files.flatMap((file) => literalsIn(file, textOf(file)));
  expect(literals.length).toBeGreaterThan(50);
  expect(literals.flatMap(slowness)).toEqual([]);
  expect(files.filter((file) => BUILT.test(textOf(file)))).toEqual([]);
});
