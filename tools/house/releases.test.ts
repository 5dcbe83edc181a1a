import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");

/** Whether a release stands above the one that brought `compact-storage`; what is not released counts only once it has entries. */
function isPastCompact(changelog: string): boolean {
  const [, ...sections] = changelog.split(/^## /m);
  const at = sections.findIndex((section) => section.includes("compact-storage"));
  const later = at < 0 ? sections : sections.slice(0, at);
  return later.some((section) => section.trim().includes("\n- "));
}

// docs/decisions/040-bytes.md: whoever upgraded waits for an operator, and with the next release for nobody.
test("the release after the one that brought compact storage uses it in every database", () => {
  const migrations = path.join(root, "prisma/migrations");
  const starts = readdirSync(migrations, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => readFileSync(path.join(migrations, name, "migration.sql"), "utf8"))
    .filter((sql) => /UPDATE "?body_zipping"? SET "?starts_at"?/.test(sql));
  const changelog = readFileSync(path.join(root, "CHANGELOG.md"), "utf8");
  expect(starts).toHaveLength(isPastCompact(changelog) ? 1 : 0);
});

test("a release counts as later when its entries stand above", () => {
  const own = "## 0.2.0\n\n- To store less, run `compact-storage`\n";
  expect(isPastCompact(`# Changes\n\n${own}`)).toBe(false);
  expect(isPastCompact(`# Changes\n\n## Not released\n\n${own}`)).toBe(false);
  expect(isPastCompact(`# Changes\n\n## Not released\n\n- Something\n\n${own}`)).toBe(true);
});
