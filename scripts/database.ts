import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, mkdir, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { freePort } from "./free-port";
import { canRun, findPostgres, type PostgresBinaries } from "./postgres-binaries";

export interface LocalDatabase {
  /** Address of the database `tributary`. */
  url: string;
  port: number;
  /** False when an earlier process left it running. */
  startedHere: boolean;
  stop(): Promise<void>;
  /** Restarts it with the same settings. `fast` ends all sessions in order, `immediate` is a crash with a recovery. */
  restart(mode: "fast" | "immediate"): Promise<void>;
  /** Ends it unless someone else is connected: the last one out turns off the light. */
  stopIfUnused(): Promise<void>;
}

/** Empties the local database, for a demonstration that starts from scratch. */
export async function recreateDatabase(database: LocalDatabase): Promise<void> {
  const address = new URL(database.url);
  address.pathname = "/postgres";
  const client = new pg.Client({ connectionString: address.href });
  await client.connect();
  try {
    await client.query("DROP DATABASE IF EXISTS tributary WITH (FORCE)");
    await client.query("CREATE DATABASE tributary");
  } finally {
    await client.end();
  }
}

/**
 * Starts the packaged PostgreSQL on loopback with its data in `folder` (made on first use), or joins the one already
 * running there. It runs as a separate process, so it survives a killed app; `stop` ends it.
 * @param durable false only for tests: trades the durability of commits for speed
 */
export async function startDatabase(folder: string, { durable = true } = {}): Promise<LocalDatabase> {
  const binaries = await findPostgres();
  const home = await reachableHome(path.resolve(folder), binaries);
  const data = path.join(home, "data");
  const password = await readOrMakePassword(home);

  if (!existsSync(path.join(data, "PG_VERSION"))) await initialise(binaries, home, data);

  const running = await runningPort(data, password);
  const port = running ?? (await freePort());
  if (!running) {
    const settings = [
      `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200`,
      "-c shared_buffers=512MB -c max_wal_size=4GB -c wal_compression=on -c jit=off",
      durable ? "" : "-c fsync=off -c synchronous_commit=off -c full_page_writes=off",
    ].join(" ");
    await run(
      binaries.pgCtl,
      ["start", "-w", "-t", "60", "-D", data, "-l", path.join(home, "postgres.log"), "-o", settings],
      binaries,
    );
  }

  const url = `postgresql://tributary:${password}@127.0.0.1:${port}/tributary`;
  await createIfMissing(url);
  const stop = () => run(binaries.pgCtl, ["stop", "-w", "-m", "fast", "-D", data], binaries);
  return {
    url,
    port,
    startedHere: !running,
    stop,
    restart: (mode) =>
      run(
        binaries.pgCtl,
        ["restart", "-w", "-t", "60", "-m", mode, "-D", data, "-l", path.join(home, "postgres.log")],
        binaries,
      ),
    stopIfUnused: async () => {
      if (!(await isInUse(url))) await stop();
    },
  };
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

async function readOrMakePassword(home: string): Promise<string> {
  const file = path.join(home, "password");
  if (!existsSync(file)) await writeFile(file, randomBytes(24).toString("hex"), { mode: 0o600 });
  return readFile(file, "utf8");
}

async function initialise(binaries: PostgresBinaries, home: string, data: string): Promise<void> {
  const file = path.join(home, "password");
  if (binaries.runAs) await chown(file, binaries.runAs.uid, binaries.runAs.gid);
  const options = [
    "--username=tributary",
    "--auth=scram-sha-256",
    `--pwfile=${file}`,
    "--encoding=UTF8",
    "--no-locale",
  ];
  await run(binaries.initdb, [`--pgdata=${data}`, ...options], binaries);
}

/** The port of a running server that has this data and lets us in, read from the file it keeps. */
async function runningPort(data: string, password: string): Promise<number | undefined> {
  const file = path.join(data, "postmaster.pid");
  if (!existsSync(file)) return undefined;

  const port = Number((await readFile(file, "utf8")).split("\n")[3]);
  const client = new pg.Client({
    host: "127.0.0.1",
    port,
    user: "tributary",
    password,
    database: "postgres",
  });
  try {
    await client.connect();
    await client.end();
    return port;
  } catch {
    return undefined;
  }
}

/** A connection that is just closing gets a moment to end. */
async function isInUse(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (let look = 0; look < 10; look++) {
      const { rowCount } = await client.query(
        "SELECT 1 FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
      );
      if (!rowCount) return false;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return true;
  } finally {
    await client.end();
  }
}

async function createIfMissing(url: string): Promise<void> {
  const address = new URL(url);
  address.pathname = "/postgres";
  const client = new pg.Client({ connectionString: address.href });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = 'tributary'");
    if (!rowCount) await client.query("CREATE DATABASE tributary");
  } finally {
    await client.end();
  }
}

/** Output goes to a file: the server inherits it, and a pipe would keep this process waiting until the server ends. */
async function run(program: string, args: string[], { runAs }: PostgresBinaries): Promise<void> {
  const log = path.join(tmpdir(), `tributary-${randomBytes(6).toString("hex")}.log`);
  const file = await open(log, "w+");
  try {
    const status = await new Promise<number | null>((resolve, reject) => {
      const child = spawn(program, args, {
        ...runAs,
        cwd: "/",
        stdio: ["ignore", file.fd, file.fd],
        env: { ...process.env, LC_ALL: "C" },
      });
      child.once("error", reject);
      child.once("exit", resolve);
    });
    if (status !== 0)
      throw new Error(
        `${path.basename(program)} failed: ${(await readFile(log, "utf8")).trim().slice(-2_000)}`,
      );
  } finally {
    await file.close();
    await rm(log, { force: true });
  }
}
