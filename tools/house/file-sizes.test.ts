import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { filesBelow } from "./files";

const root = path.resolve(import.meta.dirname, "../..");
const MAX_LINES = 300;

test("no file of code is longer than a person reads in one go", () => {
  const files = filesBelow("").filter((file) => /\.(tsx?|mjs)$/.test(file));
  expect(files.length).toBeGreaterThan(1_000);
  const lines = (file: string) => readFileSync(path.join(root, file), "utf8").trimEnd().split("\n").length;
  expect(files.filter((file) => lines(file) > MAX_LINES)).toEqual([]);
});
