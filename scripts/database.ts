import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, mkdir, readFile, writeFile } from "node:fs/promises";
import type { Socket } from "node:net";
import path from "node:path";
import { createInterface, type Interface } from "node:readline";
import pg from "pg";
import { bundleProgram } from "./bundle-program";
import type { KeeperReport, Kept } from "./keep-database";
import { canRun, findPostgres, type PostgresBinaries } from "./postgres-binaries";
import type { DatabaseAddresses } from "./prepare-database";
import { runPostgres } from "./run-postgres";

/** The addresses are of the database `tributary`. */
export interface LocalDatabase extends DatabaseAddresses {
  port: number;
  /** False when an earlier process left it running. */
  startedHere: boolean;
  /** Leaves it; the last one out turns off the light. */
  stop(): Promise<void>;
  /** Restarts it with the same settings. `fast` ends all sessions in order, `immediate` is a crash with a recovery. */
  restart(mode: "fast" | "immediate"): Promise<void>;
}

/** Empties the local database, for a demonstration that starts from scratch. */
export async function recreateDatabase(database: LocalDatabase): Promise<void> {
  await onServer(database.ownerUrl, async (client) => {
    await client.query("DROP DATABASE IF EXISTS tributary WITH (FORCE)");
    await client.query("CREATE DATABASE tributary");
  });
}

/**
 * Starts the packaged PostgreSQL on loopback with its data in `folder` (made on first use), or joins the one already
 * running there. It survives a killed app, and ends after this process, however that ends: scripts/keep-database.ts.
 * @param durable false only for tests: trades the durability of commits for speed
 * @throws Error with PostgreSQL's words when it does not start
 */
export async function startDatabase(folder: string, { durable = true } = {}): Promise<LocalDatabase> {
  const binaries = await findPostgres();
  const home = await reachableHome(path.resolve(folder), binaries);
  const password = await readOrMakePassword(path.join(home, "password"), binaries);
  const runtimePassword = await readOrMakePassword(path.join(home, "runtime-password"), binaries);
  const keeper = await startKeeper({ binaries, home, password, durable });
  const { port, startedHere } = keeper;

  const ownerUrl = `postgresql://tributary:${password}@127.0.0.1:${port}/tributary`;
  const runtimeUrl = `postgresql://tributary_app:${runtimePassword}@127.0.0.1:${port}/tributary`;
  await onServer(ownerUrl, async (client) => {
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = 'tributary'");
    if (!rowCount) await client.query("CREATE DATABASE tributary");
  });
  const data = path.join(home, "data");
  const restart = ["restart", "-w", "-t", "60", "-D", data, "-l", path.join(home, "postgres.log")];
  return {
    ownerUrl,
    runtimeUrl,
    port,
    startedHere,
    stop: keeper.leave,
    restart: (mode) => runPostgres(binaries.pgCtl, [...restart, "-m", mode], binaries),
  };
}

interface Keeper {
  port: number;
  startedHere: boolean;
  /** Resolves when PostgreSQL has ended, or is left to others who use it. */
  leave(): Promise<void>;
}

async function startKeeper(kept: Kept): Promise<Keeper> {
  const program = await bundleProgram("scripts/keep-database.ts", ".data/programs/keep-database.mjs");
  // In a group of its own: what ends ours must not end it too.
  const child = spawn(process.execPath, [program], {
    stdio: ["pipe", "pipe", "inherit"],
    detached: true,
    windowsHide: true,
  });
  const lines = createInterface({ input: child.stdout });
  child.stdin.on("error", () => {}); // it has ended, and said why
  child.stdin.write(`${JSON.stringify(kept)}\n`);

  const report = await nextReport(lines);
  if (!report || !("port" in report))
    throw new Error(report && "failed" in report ? report.failed : "The keeper of PostgreSQL ended.");

  // It may wait for us, but we do not wait for it.
  const parts = [child, child.stdin as Socket, child.stdout as Socket];
  for (const part of parts) part.unref();
  const leave = async () => {
    for (const part of parts) part.ref();
    child.stdin.end();
    await nextReport(lines);
  };
  return { ...report, leave };
}

/** The next thing the keeper says; null when it ends silently. */
function nextReport(lines: Interface): Promise<KeeperReport | null> {
  return new Promise((resolve) => {
    lines.once("line", (line) => resolve(JSON.parse(line) as KeeperReport));
    lines.once("close", () => resolve(null));
  });
}

/** Root's checkout may be closed to the user that runs PostgreSQL; the data then goes where that user can write. */
async function reachableHome(folder: string, { runAs }: PostgresBinaries): Promise<string> {
  await mkdir(folder, { recursive: true });
  if (!runAs) return folder;

  await chown(folder, runAs.uid, runAs.gid);
  const probe = path.join(folder, "probe");
  await writeFile(probe, "#!/bin/sh\n", { mode: 0o755 });
  if (canRun(probe, runAs)) return folder;

  const place = createHash("sha256").update(folder).digest("hex").slice(0, 12);
  const home = `/var/lib/tributary/${place}`;
  await mkdir(home, { recursive: true });
  await chown(home, runAs.uid, runAs.gid);
  return home;
}

async function readOrMakePassword(file: string, { runAs }: PostgresBinaries): Promise<string> {
  if (!existsSync(file)) await writeFile(file, randomBytes(24).toString("hex"), { mode: 0o600 });
  if (runAs) await chown(file, runAs.uid, runAs.gid);
  return readFile(file, "utf8");
}

/** Runs `work` on the same server's database `postgres`. */
async function onServer(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const address = new URL(url);
  address.pathname = "/postgres";
  const client = new pg.Client({ connectionString: address.href });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
