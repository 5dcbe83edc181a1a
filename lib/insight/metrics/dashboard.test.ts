import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { GET } from "@/app/api/metrics/route";
import { observed } from "@/app/api/observed";
import { prisma } from "@/lib/kernel/database";
import { metrics, watchProcess } from "@/lib/kernel/metrics/registry";

vi.hoisted(() => {
  process.env.METRICS_TOKEN = "a-token-for-prometheus";
});

const deploy = path.resolve(import.meta.dirname, "../../../deploy");
const dashboard = JSON.parse(readFileSync(path.join(deploy, "grafana-dashboard.json"), "utf8")) as {
  panels: { id: number; title: string; targets?: { expr: string; legendFormat: string }[] }[];
};
const rules = parse(readFileSync(path.join(deploy, "alert-rules.yaml"), "utf8")) as {
  groups: { rules: { alert: string; expr: string }[] }[];
};
const targets = dashboard.panels.flatMap((panel) => panel.targets ?? []);
const expressions = [
  ...targets.map((target) => target.expr),
  ...rules.groups.flatMap((group) => group.rules.map((rule) => rule.expr)),
];

let printed: string;
beforeAll(async () => {
  watchProcess();
  await prisma.customer.create({ data: { name: "Test customer", state: "live" } });
  await observed("currents", async () => new Response("ok"))(new Request("http://127.0.0.1:3000/x"));
  metrics.eventsRecorded.inc({ outcome: "forwarded" });
  metrics.propertiesRuled.inc({ action: "drop" });
  metrics.userProperties.inc({ result: "accepted" });
  metrics.vendorSeconds.observe({ vendor: "heap", call: "track", result: "accepted" }, 0.1);
  const headers = { authorization: "Bearer a-token-for-prometheus" };
  printed = await (await GET(new Request("http://127.0.0.1:3000/api/metrics", { headers }))).text();
});

/** The names of metrics in an expression: words followed by neither a bracket nor an equals sign. */
const metricsIn = (expr: string) =>
  [...expr.matchAll(/\b(?:tributary|nodejs|process)_[a-z0-9_]+/g)].map(([name]) => name);

test("every metric that the dashboard and the alert rules use is printed, with the labels they use", () => {
  const samples = printed.split("\n").filter((line) => line && !line.startsWith("#"));
  const names = new Set(samples.map((line) => /^\w+/.exec(line)?.[0] ?? ""));
  const missing = expressions.flatMap(metricsIn).filter((name) => !names.has(name));
  expect(missing).toEqual([]);

  const labels = new Set(samples.flatMap((line) => [...line.matchAll(/(\w+)="/g)].map(([, label]) => label)));
  const asked = [
    ...expressions.flatMap((expr) =>
      [...expr.matchAll(/(?:by|without) \(([^)]*)\)/g)].flatMap(([, list]) => list?.split(/,\s*/)),
    ),
    ...expressions.flatMap((expr) => [...expr.matchAll(/[{,](\w+)=/g)].map(([, label]) => label)),
    ...targets.flatMap((target) =>
      [...target.legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label),
    ),
  ];
  // Prometheus itself adds the job and the instance.
  labels.add("instance").add("job");
  expect(asked.filter((label) => !labels.has(label ?? ""))).toEqual([]);
});

test("what every program reports is asked of Tributary's job only: Prometheus itself reports it too", () => {
  const common = expressions.flatMap((expr) => [...expr.matchAll(/\b((?:nodejs|process)_\w+|up)\b(\S*)/g)]);
  expect(common.length).toBeGreaterThan(0);
  expect(common.filter(([, , after = ""]) => !after.startsWith('{job="tributary"}'))).toEqual([]);
});

test("every metric of our own is on the dashboard", () => {
  const own = [...printed.matchAll(/^# TYPE (tributary_\w+)/gm)].map(([, name]) => name ?? "");
  const shown = targets
    .flatMap(({ expr }) => metricsIn(expr))
    .map((name) => name.replace(/_(bucket|count|sum)$/, ""));
  expect(own.filter((name) => !shown.includes(name))).toEqual([]);
});

test("panels have unique names and ids", () => {
  const ids = dashboard.panels.map((panel) => panel.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(dashboard.panels.filter((panel) => !panel.title)).toEqual([]);
});
