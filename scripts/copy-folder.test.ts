import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyFolder, linksLeadingOut } from "./copy-folder";

let place: string;
let made: string;
beforeAll(() => {
  place = mkdtempSync(path.join(tmpdir(), "copied-"));
  made = path.join(place, "made");
  mkdirSync(path.join(made, "packages/pg"), { recursive: true });
  writeFileSync(path.join(made, "packages/pg/index.js"), "the package");
  mkdirSync(path.join(made, "server"));
  symlinkSync("../packages/pg", path.join(made, "server/pg"));
});
afterAll(() => rmSync(place, { recursive: true }));

test("a copy is whole without the folder it was made from", () => {
  const copy = path.join(place, "copy");
  copyFolder(made, copy);
  expect(linksLeadingOut(copy)).toEqual([]);
  rmSync(made, { recursive: true });
  expect(readFileSync(path.join(copy, "server/pg/index.js"), "utf8")).toBe("the package");

  const plain = path.join(place, "plain");
  cpSync(copy, plain, { recursive: true });
  symlinkSync("/nowhere", path.join(plain, "gone"));
  expect(linksLeadingOut(plain).sort()).toEqual(["gone", "server/pg"]);
});
