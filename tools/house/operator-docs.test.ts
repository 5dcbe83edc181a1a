import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { KIND_WORDS } from "@/lib/insight/alerts/kind-words";
import { readEnv } from "@/lib/kernel/env";
import { longestStopSeconds, STOP_LIMITS } from "@/lib/kernel/stop-limits";

// What operators read, against what the code does; deploy/ has its own tests.
const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const operations = read("docs/operations.md");

/** A part of a document, from its heading to the next one of its depth or above. */
function partOf(markdown: string, heading: string): string {
  const depth = /^#+/.exec(heading)?.[0].length ?? 0;
  const after = markdown.split(`\n${heading}\n`)[1];
  if (after === undefined) throw new Error(`There is no heading "${heading}".`);
  return after.split(new RegExp(`^#{1,${depth}} `, "m"))[0] ?? "";
}

/** The cells of each row of the tables in a text. */
const rowsOf = (text: string) =>
  text
    .split("\n")
    .filter((line) => line.startsWith("|") && !/^\|[-|]+$/.test(line))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

const codeIn = (text = "") => [...text.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name);

test("the README explains every variable that the code reads, and no other", () => {
  const known = read("lib/kernel/env.ts").match(/^ {4}[A-Z_]+(?=:)/gm) ?? [];
  const ofDevelopment = ["SANDBOX_URL", "SANDBOX_EVENTS_PER_MINUTE"];
  const expected = known.map((name) => name.trim()).filter((name) => !ofDevelopment.includes(name));
  const ofTraces = ["EXPORTER_OTLP_HEADERS", "SERVICE_NAME", "TRACES_SAMPLER", "TRACES_SAMPLER_ARG"];
  expected.push("DATABASE_OWNER_URL", ...ofTraces.map((name) => `OTEL_${name}`));
  const explained = rowsOf(partOf(read("README.md"), "## Run it")).flatMap(([names]) => codeIn(names));
  expect(explained.toSorted()).toEqual(expected.toSorted());
});

test("the defaults that the documents name are those of the code", () => {
  const key = Buffer.alloc(32, 1).toString("base64");
  const env = readEnv({
    NODE_ENV: "production",
    DATABASE_URL: "postgresql://somebody@db/tributary",
    PUBLIC_URL: "https://tributary.example.com",
    NEXTAUTH_SECRET: key,
    ENCRYPTION_KEYS: `k1:${key}`,
  });
  const explained = Object.fromEntries(
    rowsOf(partOf(read("README.md"), "## Run it")).flatMap(([names, what]) =>
      codeIn(names).map((name) => [name, what ?? ""]),
    ),
  );
  const named: [keyof typeof env, string][] = [
    ["DATABASE_POOL_SIZE", "by default"],
    ["KEEP_ALIVE_SECONDS", "by default"],
    ["SHUTDOWN_DELAY_SECONDS", "by default"],
    ["PORT", "by default"],
  ];
  for (const [name, words] of named) expect(explained[name], name).toContain(`${env[name]} ${words}`);
  expect(explained.CUSTOMER_GB_PER_DAY).toContain(`default ${env.CUSTOMER_GB_PER_DAY}`);
  expect(explained.SEGMENTS_PER_DESTINATION).toContain(
    `default ${env.SEGMENTS_PER_DESTINATION.toLocaleString("en-US")}`,
  );
  expect(operations).toContain(`\`KEEP_ALIVE_SECONDS\`, ${env.KEEP_ALIVE_SECONDS}:`);
  expect(operations).toContain(
    `bodies ${env.RETENTION_BODY_DAYS} days, outcomes ${env.RETENTION_OUTCOME_DAYS}`,
  );
});

test("the secrets that may be in files are those that the page for operators lists", () => {
  const listed = codeIn(partOf(operations, "### Secrets from files")).filter(
    (name) => !name.endsWith("_FILE"),
  );
  const taken = [...read("lib/kernel/secret-files.ts").matchAll(/^ {2}"([A-Z_]+)",$/gm)].map(
    ([, name]) => name,
  );
  expect(listed.toSorted()).toEqual(taken.toSorted());
});

test("every metric of our own is explained", () => {
  const listed = rowsOf(partOf(operations, "### Metrics")).flatMap(([names]) => codeIn(names));
  const own = [
    ...[...read("lib/kernel/metrics/registry.ts").matchAll(/name: "(tributary_\w+)"/g)].map(
      ([, name]) => name,
    ),
    ...[...read("lib/insight/metrics/set-gauges.ts").matchAll(/gauge(?:<\w+>)?\(\s*"(\w+)"/g)].map(
      ([, name]) => `tributary_${name}`,
    ),
  ];
  expect(own.length).toBeGreaterThan(15);
  expect(listed.filter((name) => name.startsWith("tributary_")).toSorted()).toEqual(own.toSorted());
});

test("how long a stop takes is what the code allows", () => {
  const { requests, steps } = STOP_LIMITS;
  const text = partOf(operations, "## Stop and upgrade").replaceAll("\n", " ");
  expect(text).toContain(`gives requests ${requests} seconds and steps ${steps} to finish`);
  expect(text).toContain(`within ${longestStopSeconds(0)} seconds after the delay`);
});

test("the disk of each size is what the formula below the table gives", () => {
  const sizing = partOf(operations, "## Sizing").replaceAll("\n", " ");
  const numbers =
    /disk = events a day × \((\d+) bytes × ([\d.]+) days in rows \+ (\d+) bytes × (\d+) days in packs\).*?bodies = events a day × (\d+) bytes × (\d+) .*? (\d+) bytes a member; and (\d+) MB a customer/.exec(
      sizing,
    );
  const [, row = 0, rowDays = 0, pack = 0, packDays = 0, body = 0, bodyDays = 0, member = 0, historyMB = 0] =
    (numbers ?? []).map(Number);
  const disks = rowsOf(partOf(operations, "## Sizing"))
    .filter(([customers = ""]) => /^[\d,]+$/.test(customers))
    .map(([customers = "", , , disk = ""]) => ({ customers: Number(customers.replace(",", "")), disk }));
  expect(disks).toHaveLength(4);
  for (const { customers, disk } of disks) {
    const events = customers * 50_000;
    const members = customers * 10 * 20_000;
    const bytes =
      events * (row * rowDays + pack * packDays + body * bodyDays) +
      members * member +
      customers * historyMB * 1e6;
    const [amount = "", unit = ""] = disk.split(" ");
    const inUnit = bytes / (unit === "TB" ? 1e12 : 1e9);
    expect(amount, `${customers} customers`).toBe(String(Number(inUnit.toPrecision(2))));
  }
});

test("the alerts that the page for operators names have these names in the portal", () => {
  const named = [...operations.matchAll(/\balert "([^"]+)"/g)].map(([, name = ""]) => name);
  expect(named.length).toBeGreaterThan(0);
  for (const name of named) expect(Object.values(KIND_WORDS)).toContain(name);
});
