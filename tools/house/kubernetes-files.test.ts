import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { readEnv } from "@/lib/kernel/env";

// The tests run no cluster; they check that what the manifests name is there and fits the image and each other.
const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

interface Probe {
  httpGet: { path: string; port: string };
  timeoutSeconds?: number;
}
interface Container {
  image: string;
  command?: string[];
  ports?: { name: string; containerPort: number }[];
  env?: { name: string; value: string }[];
  envFrom: { secretRef: { name: string } }[];
  startupProbe?: Probe;
  livenessProbe?: Probe;
  readinessProbe?: Probe;
  securityContext: { readOnlyRootFilesystem: boolean };
  resources: { limits: { memory: string } };
}
interface Manifest {
  kind: string;
  spec: {
    selector: { matchLabels?: Record<string, string> } & Record<string, unknown>;
    minAvailable?: number;
    replicas?: number;
    ports?: { targetPort: string }[];
    template: {
      metadata: { labels: Record<string, string> };
      spec: { containers: Container[]; restartPolicy?: string };
    };
  };
}

const job = parse(read("deploy/kubernetes/migrate.yaml")) as Manifest;
const documents = parseAllDocuments(read("deploy/kubernetes/app.yaml"));
const [deployment, service, budget] = documents.map((document) => document.toJS() as Manifest) as [
  Manifest,
  Manifest,
  Manifest,
];
const [app] = deployment.spec.template.spec.containers as [Container];
const [migrate] = job.spec.template.spec.containers as [Container];
const dockerfile = read("Dockerfile");

test("the manifests are readable YAML of the four kinds", () => {
  expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
  expect([job, deployment, service, budget].map(({ kind }) => kind)).toEqual([
    "Job",
    "Deployment",
    "Service",
    "PodDisruptionBudget",
  ]);
});

test("service and disruption budget select the app's pods and nothing else, and a pod may be missing", () => {
  const { labels } = deployment.spec.template.metadata;
  expect(deployment.spec.selector.matchLabels).toEqual(labels);
  expect(service.spec.selector).toEqual(labels);
  expect(budget.spec.selector.matchLabels).toEqual(labels);
  expect(job.spec.template.metadata.labels).not.toEqual(labels);
  expect(budget.spec.minAvailable).toBeLessThan(deployment.spec.replicas ?? 0);
});

test("probes ask addresses that the code serves, and only readiness asks for the database", () => {
  const { startupProbe, livenessProbe, readinessProbe } = app;
  expect([startupProbe, livenessProbe, readinessProbe].map((probe) => probe?.httpGet.path)).toEqual([
    "/api/live",
    "/api/live",
    "/api/health",
  ]);
  for (const probe of [startupProbe, livenessProbe, readinessProbe]) {
    expect(existsSync(path.join(root, "app", probe?.httpGet.path ?? "none", "route.ts"))).toBe(true);
    expect(probe?.httpGet.port).toBe(app.ports?.[0]?.name);
  }
  const [, waitMs = ""] = /connectionTimeoutMillis: ([\d_]+)/.exec(read("lib/kernel/database.ts")) ?? [];
  expect((readinessProbe?.timeoutSeconds ?? 0) * 1_000).toBeGreaterThan(Number(waitMs.replace("_", "")));
  expect(service.spec.ports?.[0]?.targetPort).toBe(app.ports?.[0]?.name);
  expect(dockerfile).toContain(`EXPOSE ${app.ports?.[0]?.containerPort}\n`);
});

test("app and migration run the same image; only the migration gets the owner's address", () => {
  expect(migrate.image).toBe(app.image);
  expect(migrate.command).toEqual(["node", "scripts/admin.mjs", "migrate"]);
  expect(migrate.envFrom).not.toEqual(app.envFrom);
  expect(read("deploy/kubernetes/app.yaml")).not.toContain("OWNER");
  for (const { securityContext } of [app, migrate]) expect(securityContext.readOnlyRootFilesystem).toBe(true);
});

test("the app reads every variable it is given, and starts with them", () => {
  const given = Object.fromEntries((app.env ?? []).map(({ name, value }) => [name, value]));
  const secrets = Object.fromEntries(
    [...read("deploy/kubernetes/app.yaml").matchAll(/--from-literal=(\w+)=/g)].map(([, name = ""]) => [
      name,
      "",
    ]),
  );
  const known = read("lib/kernel/env.ts")
    .match(/^ {4}[A-Z_]+(?=:)/gm)
    ?.map((name) => name.trim());
  for (const name of Object.keys({ ...given, ...secrets })) expect(known).toContain(name);

  const key = Buffer.alloc(32, 1).toString("base64");
  const start = () =>
    readEnv({
      NODE_ENV: "production",
      ...given,
      DATABASE_URL: "postgresql://tributary_app:x@db:5432/tributary",
      NEXTAUTH_SECRET: key,
      ENCRYPTION_KEYS: `k1:${key}`,
    });
  expect(start).not.toThrow();
});
