import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { freePort } from "./free-port";
import type { PostgresBinaries } from "./postgres-binaries";
import { runPostgres } from "./run-postgres";

/**
 * Keeps the local PostgreSQL for one starter: starts it, or joins the one that another starter keeps, and ends it once
 * the starter is gone and nobody is connected any more. A process of its own, so that a starter that is killed, at
 * whatever moment, leaves nothing running. Told what to keep by its first line; the end of its input is the end of
 * its starter. Prints a line when PostgreSQL runs, and another when it is left to others.
 */
const LOOK_EACH_MS = 200;
/** So many looks find others connected: they are not only about to end. */
const LOOKS_OF_PATIENCE = 10;

/** How a keeper's connection is named while its starter lives, and afterwards. */
const HELD = "tributary starter";
const LEAVING = "tributary keeper";

/** What a keeper is told. */
export interface Kept {
  binaries: PostgresBinaries;
  /** The folder with the data, the log and the file `password`. */
  home: string;
  password: string;
  /** False only for tests: trades the durability of commits for speed. */
  durable: boolean;
}

/** What a keeper prints, one JSON object a line. */
export type KeeperReport =
  | { port: number; startedHere: boolean }
  | { failed: string }
  | { leftToOthers: true };

const say = (report: KeeperReport) => process.stdout.write(`${JSON.stringify(report)}\n`);
const input = createInterface({ input: process.stdin });
const starterGone = new Promise<void>((resolve) => input.once("close", resolve));
// Who reads our lines may be gone.
process.stdout.on("error", () => {});

input.once("line", async (line) => {
  try {
    await keep(JSON.parse(line) as Kept);
  } catch (err) {
    say({ failed: (err as Error).message });
    process.exitCode = 1;
    process.stdin.destroy();
  }
});

async function keep(kept: Kept): Promise<void> {
  const data = path.join(kept.home, "data");
  if (!existsSync(path.join(data, "PG_VERSION"))) await initialise(kept, data);

  const joined = await join(kept, data);
  const port = joined?.port ?? (await start(kept, data));
  const held = joined?.client ?? (await connect(kept, port, HELD));
  say({ port, startedHere: !joined });

  await starterGone;
  await held.end().catch(() => {});
  await untilUnused(kept, port);
  // Another keeper may have come first.
  await runPostgres(kept.binaries.pgCtl, ["stop", "-w", "-m", "fast", "-D", data], kept.binaries).catch(
    () => {},
  );
}

/** Beside its place first: a folder that is only half made would never start. */
async function initialise({ binaries, home }: Kept, data: string): Promise<void> {
  const draft = path.join(home, `data-${randomBytes(6).toString("hex")}`);
  const options = [
    "--username=tributary",
    "--auth=scram-sha-256",
    `--pwfile=${path.join(home, "password")}`,
    "--encoding=UTF8",
    "--no-locale",
  ];
  await runPostgres(binaries.initdb, [`--pgdata=${draft}`, ...options], binaries);
  await rename(draft, data).catch(async (err: NodeJS.ErrnoException) => {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(path.join(data, "PG_VERSION"))) throw err; // otherwise another keeper made it meanwhile
  });
}

/** A connection to the server that already runs with this data; waits for one that is just starting or ending. */
async function join(kept: Kept, data: string): Promise<{ port: number; client: pg.Client } | null> {
  const file = path.join(data, "postmaster.pid");
  while (existsSync(file)) {
    const port = Number((await readFile(file, "utf8").catch(() => "")).split("\n")[3]);
    try {
      return { port, client: await connect(kept, port, HELD) };
    } catch (err) {
      // "cannot_connect_now" (https://www.postgresql.org/docs/current/errcodes-appendix.html)
      if ((err as { code?: string }).code !== "57P03") return null;
      await pause(LOOK_EACH_MS);
    }
  }
  return null;
}

async function start({ binaries, home, durable }: Kept, data: string): Promise<number> {
  const port = await freePort();
  const settings = [
    `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200`,
    "-c shared_buffers=512MB -c max_wal_size=4GB -c wal_compression=on -c jit=off",
    durable ? "" : "-c fsync=off -c synchronous_commit=off -c full_page_writes=off",
  ].join(" ");
  const logFile = path.join(home, "postgres.log");
  const args = ["start", "-w", "-t", "60", "-D", data, "-l", logFile, "-o", settings];
  await runPostgres(binaries.pgCtl, args, binaries);
  return port;
}

async function connect({ password }: Kept, port: number, name: string): Promise<pg.Client> {
  const client = new pg.Client({
    host: "127.0.0.1",
    port,
    user: "tributary",
    password,
    database: "postgres",
    application_name: name,
  });
  client.on("error", () => {}); // the server was restarted: the last look makes a new connection
  await client.connect();
  return client;
}

/** Resolves when nobody is connected but keepers that are leaving too, or when the server is gone. */
async function untilUnused(kept: Kept, port: number): Promise<void> {
  for (let look = 1; await isInUse(kept, port); look++) {
    if (look === LOOKS_OF_PATIENCE) say({ leftToOthers: true });
    await pause(LOOK_EACH_MS);
  }
}

async function isInUse(kept: Kept, port: number): Promise<boolean> {
  const client = await connect(kept, port, LEAVING).catch(() => null);
  if (!client) return false;
  try {
    const { rowCount } = await client.query(
      "SELECT FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name <> $1",
      [LEAVING],
    );
    return Boolean(rowCount);
  } catch {
    return true;
  } finally {
    await client.end().catch(() => {});
  }
}
