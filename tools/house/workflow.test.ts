import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import packageJson from "@/package.json";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

interface Workflow {
  jobs: { test: { strategy: { matrix: { node: string[] } }; steps: { run?: string; uses?: string }[] } };
}
const { jobs } = parse(read(".github/workflows/test.yaml")) as Workflow;
const { strategy, steps } = jobs.test;

test("public CI runs what the README tells everybody to run, on the oldest Node we support and each of its successors", () => {
  expect(steps.map(({ run }) => run)).toContain(".ci/run");
  expect(statSync(path.join(root, ".ci/run")).mode & 0o111).toBe(0o111);
  expect(read(".ci/run").trim().split("\n").at(-1)).toBe("npm test");

  const [oldest, ...later] = strategy.matrix.node;
  expect(packageJson.engines.node).toBe(`>=${oldest}`);
  const majors = [Number.parseInt(oldest ?? "", 10), ...later.map(Number)];
  const [, named = ""] = /Node [\d.]+ or newer \((.+?)\) with npm/.exec(read("README.md")) ?? [];
  expect(named.match(/\d+/g)?.map(Number)).toEqual(majors);
});

test("the alert rules are tested in public CI: promtool is installed there", () => {
  expect(steps.some(({ run }) => /apt-get install .*\bprometheus\b/.test(run ?? ""))).toBe(true);
});

test("what strangers need to install and report is there", () => {
  expect(read("CHANGELOG.md")).toMatch(/^## Not released$/m);
  expect(read("SECURITY.md")).toMatch(/^## Which versions get fixes$/m);
  expect(packageJson.version).toMatch(/^\d+\.\d+\.\d+$/);
});
