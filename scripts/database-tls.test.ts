import { spawnSync } from "node:child_process";
import { chownSync, copyFileSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { explainDatabaseTrouble } from "@/lib/kernel/database-trouble";
import { type LocalDatabase, startDatabase } from "./database";
import { prepareDatabase } from "./prepare-database";

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
if (!hasOpenssl)
  console.error(
    "SKIPPED: TLS to the database is not tried, because openssl, which makes certificates, is missing.",
  );

let folder: string;
let data: string;
let database: LocalDatabase;

beforeAll(async () => {
  if (!hasOpenssl) return;
  folder = mkdtempSync(path.join(tmpdir(), "tls-"));
  database = await startDatabase(folder, { durable: false });
  makeCertificate("server", "IP:127.0.0.1");
  makeCertificate("another", "IP:127.0.0.1");
  await offerTls();
});
afterAll(async () => {
  if (!hasOpenssl) return;
  await database.stop();
  for (const place of [path.dirname(data), folder]) rmSync(place, { recursive: true, force: true });
});

function inFolder(name: string): string {
  return path.join(folder, name);
}

/** A certificate that is its own authority, with its key. */
function makeCertificate(name: string, subject: string): void {
  const what = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  const files = ["-keyout", inFolder(`${name}.key`), "-out", inFolder(`${name}.pem`)];
  const names = ["-subj", "/CN=tried", "-addext", `subjectAltName=${subject}`];
  const { status, stderr } = spawnSync("openssl", ["req", ...what, ...files, ...names], { encoding: "utf8" });
  expect(status, stderr).toBe(0);
}

/** Gives PostgreSQL the certificate, as its administrator does, and waits until it answers with it. */
async function offerTls(): Promise<void> {
  const { rows } = await ask<{ data: string }>(
    database.ownerUrl,
    "SELECT current_setting('data_directory') AS data",
  );
  data = rows[0]?.data ?? "";
  const { uid, gid } = statSync(data);
  for (const name of ["server.key", "server.pem"]) {
    copyFileSync(inFolder(name), path.join(data, name));
    chownSync(path.join(data, name), uid, gid); // it takes no key that others may read
  }
  for (const change of ["ssl_cert_file = 'server.pem'", "ssl_key_file = 'server.key'", "ssl = on"])
    await ask(database.ownerUrl, `ALTER SYSTEM SET ${change}`);
  await ask(database.ownerUrl, "SELECT pg_reload_conf()");
  while (!(await answersWithTls())) await pause(50);
}

/** PostgreSQL takes its new settings a moment after it was told to. */
async function answersWithTls(): Promise<boolean> {
  const statement = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
  return ask<{ ssl: boolean }>(at("sslmode=no-verify"), statement).then(
    ({ rows }) => rows[0]?.ssl === true,
    () => false,
  );
}

/** The owner's address with these parameters, as docs/operations.md says. */
function at(parameters: string, host = "127.0.0.1"): string {
  return Object.assign(new URL(database.ownerUrl), { search: `?${parameters}`, hostname: host }).href;
}

async function ask<Row extends pg.QueryResultRow>(address: string, statement: string) {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    return await client.query<Row>(statement);
  } finally {
    await client.end();
  }
}

/** What an operator reads who starts with this address. */
const troubleOf = (address: string) =>
  ask(address, "SELECT 1").then(
    () => "connected",
    (err: Error) => explainDatabaseTrouble(err, "DATABASE_URL", address),
  );

test.skipIf(!hasOpenssl)(
  "a database is migrated and reached over TLS whose certificate is checked",
  async () => {
    const address = at(`sslmode=verify-full&sslrootcert=${inFolder("server.pem")}`);
    const runtimeUrl = new URL(database.runtimeUrl);
    runtimeUrl.search = new URL(address).search;
    const migrated = await prepareDatabase({ ownerUrl: address, runtimeUrl: runtimeUrl.href });
    expect(migrated.length).toBeGreaterThan(0);
    expect(await troubleOf(runtimeUrl.href)).toBe("connected");
  },
);

test.skipIf(!hasOpenssl)(
  "a certificate that is not trusted, or is for another host, is refused and explained",
  async () => {
    expect(await troubleOf(at("sslmode=verify-full"))).toMatch(
      /^DATABASE_URL: the certificate .* is not trusted/,
    );
    expect(await troubleOf(at(`sslmode=verify-full&sslrootcert=${inFolder("another.pem")}`))).toMatch(
      /^DATABASE_URL: the certificate .* is not trusted/,
    );
    expect(
      await troubleOf(at(`sslmode=verify-full&sslrootcert=${inFolder("server.pem")}`, "localhost")),
    ).toMatch(/^DATABASE_URL: the certificate is for another host/);
  },
);
