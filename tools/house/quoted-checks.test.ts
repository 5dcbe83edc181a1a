import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { filesBelow } from "./files";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

/** The part of CONTRIBUTING.md that says what to do about a failure. */
const section = read("CONTRIBUTING.md").split("## When a check fails")[1]?.split("\n## ")[0] ?? "";

test("whoever looks up what failed finds it: CONTRIBUTING.md quotes titles and messages as they are", () => {
  const sources = filesBelow("")
    .filter(
      (file) => /^(tools|scripts|lib)\/.*\.ts$/.test(file) && file !== "tools/house/quoted-checks.test.ts",
    )
    .map(read);
  const quoted = [...section.matchAll(/^\| "([^"]+)"/gm)].map(([, text = ""]) => text);
  expect(quoted.length).toBeGreaterThan(3);

  const isSaid = (text: string) => {
    // "…" is where a name comes.
    const parts = text.split("…").map((part) => part.trim());
    return sources.some((source) => parts.every((part) => source.includes(part)));
  };
  expect(quoted.filter((text) => !isSaid(text))).toEqual([]);
});
