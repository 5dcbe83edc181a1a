import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";

const deploy = path.resolve(import.meta.dirname, "../../deploy");
const read = (file: string) => parse(readFileSync(path.join(deploy, file), "utf8"));

const rules = read("alert-rules.yaml") as { groups: { rules: { alert: string }[] }[] };
const cases = read("alert-rules.test.yaml") as {
  tests: { promql_expr_test: { expr: string; exp_samples: unknown[] }[] }[];
};
const run = (...args: string[]) => spawnSync("promtool", args, { cwd: deploy, encoding: "utf8" });
const hasPromtool = run("--version").status === 0;

if (!hasPromtool)
  console.error(
    "SKIPPED: the alert rules are not tested, because promtool is missing. On Debian: apt-get install prometheus.",
  );

test("each alert rule has a test in which it fires and one in which it is silent", () => {
  const tried = cases.tests.flatMap((group) =>
    group.promql_expr_test.map(({ expr, exp_samples }) => ({
      alert: /^ALERTS\{alertname="(\w+)",alertstate="firing"\}$/.exec(expr)?.[1] ?? expr,
      fires: exp_samples.length > 0,
    })),
  );
  const names = rules.groups.flatMap((group) => group.rules.map(({ alert }) => alert));
  for (const name of names) {
    const ends = tried.filter(({ alert }) => alert === name).map(({ fires }) => fires);
    expect(new Set(ends), name).toEqual(new Set([true, false]));
  }
  expect(tried.filter(({ alert }) => !names.includes(alert))).toEqual([]);
});

test.skipIf(!hasPromtool)("the alert rules are valid, fire when they should and are silent otherwise", () => {
  for (const args of [
    ["check", "rules", "alert-rules.yaml"],
    ["test", "rules", "alert-rules.test.yaml"],
  ]) {
    const { status, stdout, stderr } = run(...args);
    expect({ status, said: status === 0 ? "" : stdout + stderr }).toEqual({ status: 0, said: "" });
  }
});
