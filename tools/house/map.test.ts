import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { DISTRICTS } from "./imports";

const root = path.resolve(import.meta.dirname, "../..");
const map = readFileSync(path.join(root, "docs/architecture.md"), "utf8");

const foldersIn = (place: string) =>
  readdirSync(path.join(root, place), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

const namesIn = (cells: readonly string[]) =>
  cells.flatMap((cell) => [...cell.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name)).sort();

/** The rows of the first table whose heading begins with these words, cell by cell. */
function tableUnder(heading: string): string[][] {
  const lines = map.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`| ${heading}`));
  expect(start, `a table that begins with "${heading}"`).toBeGreaterThan(0);
  const rest = lines.slice(start + 2);
  const end = rest.findIndex((line) => !line.startsWith("|"));
  return rest.slice(0, end).map((line) => line.split("|").map((cell) => cell.trim()));
}

test("docs/architecture.md names the districts in their order, and every door of each", () => {
  const rows = tableUnder("district |");
  expect(rows.map((cells) => cells[1])).toEqual(DISTRICTS.map((district) => `\`${district}\``));
  for (const [, district = "", , doors = ""] of rows) {
    expect(namesIn([doors]), district).toEqual(foldersIn(`lib/${district.replaceAll("`", "")}`));
  }
});

test.each(["components", "tools"])("docs/architecture.md names every room of %s", (place) => {
  const rows = tableUnder(`room of \`${place}/\``);
  expect(namesIn(rows.map((cells) => cells[1] ?? ""))).toEqual(foldersIn(place));
});
