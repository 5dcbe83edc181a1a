import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { filesBelow } from "./files";

const root = path.resolve(import.meta.dirname, "../..");

/** A number after a test's function, or `timeout` among its options; a poll with one; and a poll of vitest that gives up after a second. */
const OWN_LIMIT =
  /^\s*\}, ?\d[\d_]*\);$|^\s*(test|it)(\.\w+)*\(.*\{[^}\n]*\btimeout:|\.poll\([^;]*\btimeout:|\bvi\.wait(For|Until)\(/m;

test("no test fails because the machine is slow: the limit is that of vitest.config.ts", () => {
  const tests = filesBelow("").filter((file) => file.endsWith(".test.ts"));
  expect(tests.length).toBeGreaterThan(300);
  expect(tests.filter((file) => OWN_LIMIT.test(readFileSync(path.join(root, file), "utf8")))).toEqual([]);
});

test("no browser test has a limit of its own: that is playwright.config.ts; a try within `toPass` ends after seconds", () => {
  const files = filesBelow("e2e");
  expect(files.length).toBeGreaterThan(50);
  expect(
    files.filter((file) => /\btimeout: \d{2,}_\d{3}/.test(readFileSync(path.join(root, file), "utf8"))),
  ).toEqual([]);
});
