import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { chown, mkdir, writeFile } from "node:fs/promises";
import type { Socket } from "node:net";
import path from "node:path";
import { createInterface, type Interface } from "node:readline";
import type pg from "pg";
import { bundleProgram } from "./bundle-program";
import { databaseClient } from "./database-client";
import type { KeeperOrder, KeeperReport, Kept } from "./keep-database";
import { madeOnce } from "./made-once";
import { canRun, findPostgres, type PostgresBinaries } from "./postgres-binaries";
import type { DatabaseAddresses } from "./prepare-database";

/** The addresses are of the database `tributary`. */
export interface LocalDatabase extends DatabaseAddresses {
  port: number;
  /** False when an earlier process left it running. */
  startedHere: boolean;
  /** Leaves it; the last one out turns off the light. */
  stop(): Promise<void>;
  /** Restarts it with the same settings. `fast` ends all sessions in order, `immediate` is a crash with a recovery. */
  restart(mode: KeeperOrder["restart"]): Promise<void>;
  /** Calls these when PostgreSQL has ended by itself: it was started again, or it cannot be. */
  watch(told: { startedAgain(): void; lost(why: string): void }): void;
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
  return {
    ownerUrl,
    runtimeUrl,
    port,
    startedHere,
    stop: keeper.leave,
    restart: keeper.restart,
    watch: keeper.watch,
  };
}

interface Keeper extends Pick<LocalDatabase, "restart" | "watch"> {
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
  child.stdin.on("error", () => {}); // it has ended, and said why
  child.stdin.write(`${JSON.stringify(kept)}\n`);
  const reports = readReports(createInterface({ input: child.stdout }));

  const report = await reports.next(() => true);
  if (!report || !("port" in report))
    throw new Error(report && "failed" in report ? report.failed : "The keeper of PostgreSQL ended.");

  // It may wait for us, but we do not wait for it.
  const parts = [child, child.stdin as Socket, child.stdout as Socket];
  for (const part of parts) part.unref();
  return {
    ...report,
    leave: async () => {
      for (const part of parts) part.ref();
      child.stdin.end();
      await reports.next((later) => "leftToOthers" in later);
    },
    restart: async (mode) => {
      for (const part of parts) part.ref();
      const order: KeeperOrder = { restart: mode };
      child.stdin.write(`${JSON.stringify(order)}\n`);
      const answer = await reports.next((later) => "restarted" in later || "notRestarted" in later);
      for (const part of parts) part.unref();
      if (answer && "notRestarted" in answer) throw new Error(answer.notRestarted);
      if (!answer) throw new Error("The keeper of PostgreSQL ended.");
    },
    watch: ({ startedAgain, lost }) =>
      reports.each((later) => {
        if ("startedAgain" in later) startedAgain();
        if ("failed" in later) lost(later.failed);
      }),
  };
}

interface Reports {
  /** The next one of this kind; null when the keeper ends without it, or has ended. */
  next(isIt: (report: KeeperReport) => boolean): Promise<KeeperReport | null>;
  each(told: (report: KeeperReport) => void): void;
}

function readReports(lines: Interface): Reports {
  let hasEnded = false;
  lines.once("close", () => {
    hasEnded = true;
  });
  const each = (told: (report: KeeperReport) => void) =>
    void lines.on("line", (line) => told(JSON.parse(line) as KeeperReport));
  const next = (isIt: (report: KeeperReport) => boolean) =>
    new Promise<KeeperReport | null>((resolve) => {
      if (hasEnded) return resolve(null);
      each((report) => isIt(report) && resolve(report));
      lines.once("close", () => resolve(null));
    });
  return { each, next };
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
  const password = await madeOnce(file, () => randomBytes(24).toString("hex"));
  if (runAs) await chown(file, runAs.uid, runAs.gid);
  return password;
}

/** Runs `work` on the same server's database `postgres`. */
async function onServer(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const address = new URL(url);
  address.pathname = "/postgres";
  const client = databaseClient(address.href);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
