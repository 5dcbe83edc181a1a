import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { GLOSSARY, glossaryDocument } from "./terms";

test("docs/glossary.md has the terms that the portal shows, and they are few enough to read", () => {
  expect(readFileSync("docs/glossary.md", "utf8")).toBe(glossaryDocument());
  const terms = GLOSSARY.flatMap((part) => part.terms);
  expect(terms.length).toBeLessThanOrEqual(25);
  expect(new Set(terms.map(({ term }) => term)).size).toBe(terms.length);
});
