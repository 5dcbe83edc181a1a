import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

test("every route our screens can call is listed by its folder", () => {
  const folders = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
    .filter((file) => /^(v1|status|connect)\/.*route\.ts$/.test(file) && !file.includes("[[...rest]]"))
    .map((file) => path.dirname(file))
    .sort();
  const listed = readFileSync(path.join(import.meta.dirname, "routes.ts"), "utf8")
    .split("\n")
    .filter((line) => line.includes("typeof import"));

  expect(listed).toEqual(folders.map((folder) => `  "/api/${folder}": typeof import("./${folder}/route");`));
});
