import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Copy, DockerfileParser } from "dockerfile-ast";
import { ValidationSeverity, validate } from "dockerfile-utils";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { readEnv } from "@/lib/kernel/env";
import packageJson from "@/package.json";
import { boundsOfV8 } from "@/scripts/bounds-of-v8";

// The tests run no container engine; they check that what the files name exists.
const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

const dockerfile = read("Dockerfile");
const instructions = DockerfileParser.parse(dockerfile).getInstructions();
const wordsOf = (keyword: string) =>
  instructions
    .filter((instruction) => instruction.getKeyword() === keyword)
    .map((instruction) => instruction.getArguments().map((argument) => argument.getValue()));

/** What COPY takes, from the checkout or from an earlier stage. */
const copied = ({ isFromCheckout }: { isFromCheckout: boolean }) =>
  instructions
    .filter((instruction): instruction is Copy => instruction.getKeyword() === "COPY")
    .filter((copy) => (copy.getFromFlag() === null) === isFromCheckout)
    .flatMap((copy) => copy.getArguments().slice(0, -1))
    .map((argument) => argument.getValue());

interface Service {
  image: string;
  build?: { context: string; dockerfile: string };
  command?: string[];
  environment?: Record<string, string | number>;
  volumes?: string[];
  ports?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
}
const compose = parse(read("deploy/compose.yaml")) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const app = compose.services.app as Service;

const exampleNames = read("deploy/env.example")
  .split("\n")
  .flatMap((line) => /^([A-Z_]+)=/.exec(line)?.[1] ?? []);

/** What Compose would put in place of a variable of deploy/.env. */
function filledIn(text: string, values: Record<string, string>): string {
  return text.replace(
    /\$\{(\w+)(?::-((?:[^{}]|\{[^}]*\})*)|:\?[^}]*)?\}/g,
    (_all, name: string, fallback = "") => (values[name] ? values[name] : filledIn(fallback, values)),
  );
}

test("the Dockerfile passes its linter", () => {
  const found = validate(dockerfile, { deprecatedMaintainer: ValidationSeverity.ERROR });
  expect(found.map(({ message, range }) => `line ${range.start.line + 1}: ${message}`)).toEqual([]);
});

test("the compose file is valid by the Compose specification and passes its linter", () => {
  const dclint = path.join(root, "node_modules/dclint/bin/dclint.cjs");
  // Rules of taste are left out: services are listed in the order they start, next to what they need.
  const taste = [
    "services-alphabetical-order",
    "service-keys-order",
    "service-dependencies-alphabetical-order",
    "service-ports-alphabetical-order",
    "no-build-and-image",
    "require-quotes-in-ports",
    "require-project-name-field",
  ];
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [dclint, "deploy/compose.yaml", "--max-warnings", "0", "--disable-rule", ...taste],
    { cwd: root, encoding: "utf8" },
  );
  expect({ status, found: status === 0 ? "" : stdout + stderr }).toEqual({ status: 0, found: "" });
});

test("every file the Dockerfile copies from the checkout exists and is not ignored", () => {
  const ignored = read(".dockerignore").split("\n");
  const sources = copied({ isFromCheckout: true });
  for (const source of sources.filter((name) => name !== ".")) {
    expect(existsSync(path.join(root, source)), source).toBe(true);
    expect(ignored).not.toContain(source);
  }
  expect(ignored).toEqual(
    expect.arrayContaining([".env", ".git", "node_modules", ".data", "prisma/generated"]),
  );
});

test("every program, script and output of the build that the Dockerfile names exists or is built", async () => {
  const builds = wordsOf("RUN").map((words) => words.join(" "));
  for (const program of builds.flatMap((line) => line.match(/node_modules\/\.bin\/(\S+)/g) ?? []))
    expect(existsSync(path.join(root, program)), program).toBe(true);
  const [assemble = ""] = builds.flatMap((line) => line.match(/scripts\/\S+\.ts/g) ?? []);
  expect(existsSync(path.join(root, assemble)), assemble).toBe(true);

  // Next builds the server's folder only with this output, which ordinary builds do not use.
  const assembling = read(assemble);
  expect(assembling).toContain('NEXT_OUTPUT: "standalone"');
  const nextConfig = (await import(path.join(root, "next.config.mjs"))) as { default: { output?: string } };
  expect(nextConfig.default.output).toBeUndefined();
  const folder = /FOLDER = "(\S+)"/.exec(assembling)?.[1];
  expect(copied({ isFromCheckout: false })).toEqual([`/build/${folder}`]);
});

test("the image runs as an ordinary user, on a Node we support, and passes signals on to the app", () => {
  const bases = wordsOf("FROM").map(([image = ""]) => image);
  expect(new Set(bases).size).toBe(1);
  const [major = 0] = (/^node:(\d+)/.exec(bases[0] ?? "") ?? []).slice(1).map(Number);
  const [least = 0] = (/\d+/.exec(packageJson.engines.node) ?? []).map(Number);
  expect(major).toBeGreaterThanOrEqual(least);
  expect(wordsOf("USER")).toEqual([["node"]]);
  expect(wordsOf("ENV").flat().join(" ")).toContain("NEXT_MANUAL_SIG_HANDLE=1");
  expect(read("scripts/server.ts")).toContain('NEXT_MANUAL_SIG_HANDLE: "1"');
});

test("health checks use ports and addresses that the code serves", () => {
  const port = /PORT=(\d+)/.exec(dockerfile)?.[1];
  expect(wordsOf("EXPOSE")).toEqual([[port]]);
  expect(app.ports).toEqual([`127.0.0.1:${port}:${port}`]);
  const addresses = [...`${dockerfile}${read("deploy/compose.yaml")}`.matchAll(/\/api\/[a-z/]+/g)].map(
    ([found]) => found,
  );
  expect([...new Set(addresses)].sort()).toEqual(["/api/inngest", "/api/live"]);
  for (const address of addresses) expect(existsSync(path.join(root, "app", address, "route.ts"))).toBe(true);
});

test("the app gets every variable that it reads and no other, and the example fills them in to a valid configuration", () => {
  const known =
    read("lib/kernel/env.ts")
      .match(/^ {4}[A-Z_]+(?=:)/gm)
      ?.map((name) => name.trim()) ?? [];
  // OpenTelemetry's own; https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
  const ofTraces = ["EXPORTER_OTLP_HEADERS", "SERVICE_NAME", "TRACES_SAMPLER", "TRACES_SAMPLER_ARG"];
  known.push(...ofTraces.map((name) => `OTEL_${name}`));
  known.push("NODE_OPTIONS"); // Node's own, for the bounds of its heap and threads
  // Fixed by the image, or only for a machine of one's own.
  const leftOut = ["HOST", "PORT", "SANDBOX_URL", "SANDBOX_EVENTS_PER_MINUTE", "INNGEST_DEV"];
  const given = Object.keys(app.environment ?? {});
  expect(given.toSorted()).toEqual(known.filter((name) => !leftOut.includes(name)).sort());

  const secret = Buffer.alloc(32, 1);
  const values = {
    PUBLIC_URL: "https://tributary.example.com",
    APP_DATABASE_PASSWORD: secret.toString("hex"),
    NEXTAUTH_SECRET: secret.toString("base64"),
    ENCRYPTION_KEYS: `k1:${secret.toString("base64")}`,
    INNGEST_EVENT_KEY: secret.toString("hex"),
    INNGEST_SIGNING_KEY: secret.toString("hex"),
  };
  const filled = Object.fromEntries(
    Object.entries(app.environment ?? {}).map(([name, value]) => [name, filledIn(String(value), values)]),
  );
  const env = readEnv({ NODE_ENV: "production", ...filled });
  expect(env).toMatchObject({
    INNGEST_BASE_URL: "http://inngest:8288",
    RETENTION_BODY_DAYS: 14,
    LOG_LEVEL: "info",
  });
  expect(filled.NEXTAUTH_URL).toBe(values.PUBLIC_URL);
  expect(wordsOf("ENV").flat().join(" ")).toContain(`NODE_OPTIONS="${filled.NODE_OPTIONS}"`);
});

test("the example names exactly the variables that the compose file needs from outside", () => {
  const taken = [...read("deploy/compose.yaml").matchAll(/\$\{(\w+)/g)].map(([, name]) => name ?? "");
  expect(exampleNames.toSorted()).toEqual([...new Set(taken)].sort());
});

// Its managers for Dockerfiles and Compose follow no variable that is only a part of a name
// (https://docs.renovatebot.com/modules/manager/dockerfile/); a whole default is fine.
test("every image is named so that Renovate can pin and refresh it", () => {
  const bases = wordsOf("FROM").map(([image = ""]) => image);
  const services = Object.values(compose.services).filter(({ build }) => !build);
  const images = [...bases, ...services.map(({ image }) => image)];
  const named = images.map((image) => /^\$\{\w+:-([^}]+)\}$/.exec(image)?.[1] ?? image);
  for (const image of named) expect(image).toMatch(/^[a-z/]+:[\w.-]+(@sha256:[0-9a-f]{64})?$/);
  expect(parse(read(".github/renovate.json")).extends).toContain("docker:pinDigests");
});

test("the image says what it is, and what it runs as is bounded", () => {
  const labels = wordsOf("LABEL").flat().join(" ");
  for (const name of ["title", "description", "licenses", "version", "revision"])
    expect(labels).toContain(`org.opencontainers.image.${name}=`);
  expect(read("scripts/assemble-release.ts")).toContain("sbom.cdx.json");
  expect(app).toMatchObject({ mem_limit: "2g", pids_limit: 256, read_only: true, cap_drop: ["ALL"] });
});

test("the owner's password is given to nothing that listens; the app and Inngest have roles of their own", () => {
  const users = Object.fromEntries(
    Object.entries(compose.services).map(([name, { environment = {} }]) => [
      name,
      [...JSON.stringify(environment).matchAll(/postgres(?:ql)?:\/\/(\w+):/g)].map(([, user]) => user),
    ]),
  );
  expect(users).toMatchObject({
    app: ["tributary_app"],
    inngest: ["inngest"],
    migrate: ["tributary", "tributary_app"],
  });
  const knowing = Object.entries(compose.services)
    .filter(([, service]) => JSON.stringify(service.environment ?? {}).includes("${POSTGRES_PASSWORD"))
    .map(([name]) => name);
  expect(knowing).toEqual(["database", "roles", "migrate"]);
});

test("services wait for what they need, and every file, volume and service they name exists", () => {
  const { services } = compose;
  for (const [name, service] of Object.entries(services)) {
    for (const [needed, { condition }] of Object.entries(service.depends_on ?? {})) {
      const other = services[needed];
      expect(other, `${name} needs ${needed}`).toBeDefined();
      if (condition === "service_healthy") expect(other?.healthcheck, needed).toBeDefined();
    }
    for (const [place = ""] of (service.volumes ?? []).map((volume) => volume.split(":"))) {
      if (place.startsWith(".")) expect(existsSync(path.join(root, "deploy", place)), place).toBe(true);
      else expect(compose.volumes).toHaveProperty(place);
    }
    if (service.build)
      expect(existsSync(path.join(root, "deploy", service.build.context, service.build.dockerfile))).toBe(
        true,
      );
    for (const host of JSON.stringify(service).matchAll(/(?:@|https?:\/\/|redis:\/\/)([a-z]+):\d+/g))
      if (host[1] !== "localhost") expect(Object.keys(services), name).toContain(host[1]);
  }
  expect(app.depends_on).toMatchObject({ migrate: { condition: "service_completed_successfully" } });
  expect(services.migrate?.command).toEqual(["node", "scripts/admin.mjs", "migrate"]);
  expect(read("scripts/admin.ts")).toMatch(/^ {2}migrate:/m);
});

test("the image and the systemd unit bound memory as npm start does", () => {
  const ofV8 = boundsOfV8("").join(" ");
  const arenas = `MALLOC_ARENA_MAX=${/MALLOC_ARENAS = (\d+)/.exec(read("scripts/server.ts"))?.[1]}`;
  expect(wordsOf("ENV").flat().join(" ")).toContain(`NODE_OPTIONS="${ofV8}" ${arenas}`);
  expect(read("deploy/tributary.service")).toContain(`Environment="NODE_OPTIONS=${ofV8}" ${arenas}`);
});
