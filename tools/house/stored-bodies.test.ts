import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { filesBelow } from "./files";

const root = path.resolve(import.meta.dirname, "../..");

/** Files that name `body` alone, and why that is right (docs/decisions/040-bytes.md). */
const BODY_ALONE: Readonly<Record<string, string>> = {
  "lib/forwarding/batches/accept-batch.ts": "stores what came",
  "lib/forwarding/batches/zip-bodies.ts": "zips it",
  "lib/forwarding/batches/take-pending.ts": "reads batches that are not done",
  "lib/forwarding/events/list-pending.ts": "reads batches that are not done",
  "lib/insight/metrics/read-metric-facts.ts": "looks for both forms, in two statements",
  "lib/privacy/retention/apply-retention.ts": "prunes both forms, in two statements",
};

/** Whether the SQL of a file names the body of a batch and knows no zipped form: a zipped one would count as pruned. */
function namesBodyAlone(text: string): boolean {
  if (/\b(?:storedBody|hasBody)\(/.test(text)) return false;
  const sql = text.match(/`[^`]*`|"[^"\n]*"/g) ?? [];
  const ofBatches = sql.filter((part) => /\b(?:FROM|JOIN|UPDATE|INTO)\s+"?batch\b/.test(part));
  return ofBatches.some((part) => /(?<![\w$({.]|AS )(?:\w+\.)?body(?:,| IS NOT NULL| FROM\b|\))/.test(part));
}

test("whoever reads the body of a batch reads its zipped form too", () => {
  const files = filesBelow("lib").filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
  const found = files.filter((file) => namesBodyAlone(readFileSync(path.join(root, file), "utf8")));
  expect(found.sort()).toEqual(Object.keys(BODY_ALONE).sort());
});

test.each([
  ['"SELECT id, body FROM batch WHERE id = $1"', true],
  ["`SELECT b.body, b.id FROM batch b`", true],
  ["`SELECT id FROM batch WHERE body IS NOT NULL`", true],
  ['"SELECT " + storedBody("b") + " AS body, b.id FROM batch b"', false],
  ['"SELECT id, body FROM page"', false],
])("%s: %s", (text, isAlone) => {
  expect(namesBodyAlone(text)).toBe(isAlone);
});
