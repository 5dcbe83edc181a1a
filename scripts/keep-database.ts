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
 * Keeps the local PostgreSQL for one starter: starts it, or joins the one that another starter keeps, starts it again
 * when it ends by itself, and ends it once the starter is gone and nobody is connected any more. A process of its own,
 * so that a starter that is killed, at whatever moment, leaves nothing running. Told what to keep by its first line;
 * each further line is an order, and the end of its input is the end of its starter. Prints a line when PostgreSQL
 * runs, and others for what happens later.
 */
const LOOK_EACH_MS = 200;
/** So many looks find others connected: they are not only about to end. */
const LOOKS_OF_PATIENCE = 10;

/** A PostgreSQL that ends more often than this within ten minutes has a trouble that starting it does not solve. */
const MAX_RESTARTS = 5;
const RESTARTS_COUNT_MS = 600_000;

/** After a crash its last processes may hold its memory for a moment, so that it does not start at once. */
const START_ATTEMPTS = 5;
const BETWEEN_ATTEMPTS_MS = 1_000;

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
  | { leftToOthers: true }
  | { startedAgain: true }
  | { restarted: true }
  | { notRestarted: string };

/** What a keeper can be told later. */
export interface KeeperOrder {
  restart: "fast" | "immediate";
}

interface Server {
  port: number;
  client: pg.Client;
}

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
  const port = joined?.port ?? (await freePort());
  if (!joined) await start(kept, data, port);
  const client = joined?.client ?? (await connect(kept, port, HELD));
  say({ port, startedHere: !joined });

  const held = await watch(kept, data, { port, client });
  await held.end().catch(() => {});
  await untilUnused(kept, port);
  // Another keeper may have come first.
  await runPostgres(kept.binaries.pgCtl, ["stop", "-w", "-m", "fast", "-D", data], kept.binaries).catch(
    () => {},
  );
}

/** Follows orders and starts PostgreSQL again when it ends, until the starter has gone. Returns the last connection. */
async function watch(kept: Kept, data: string, server: Server): Promise<pg.Client> {
  let ordered: Promise<void> | undefined;
  input.on("line", (line) => {
    ordered = restart(kept, data, (JSON.parse(line) as KeeperOrder).restart);
  });

  const restartedAtMs: number[] = [];
  for (let { client } = server; ; ) {
    const lost = new Promise<"lost">((resolve) => client.once("end", () => resolve("lost")));
    const what = await Promise.race([lost, starterGone]);
    if (what !== "lost") return client;

    await ordered;
    const joined = await joinPatiently(kept, data);
    if (joined) {
      client = joined;
      continue;
    }
    restartedAtMs.push(Date.now());
    if (restartedAtMs.filter((at) => at > Date.now() - RESTARTS_COUNT_MS).length > MAX_RESTARTS)
      throw new Error(
        `PostgreSQL has stopped ${MAX_RESTARTS + 1} times within ten minutes; see ${kept.home}/postgres.log.`,
      );
    client = await startAgain(kept, data, server.port);
    say({ startedAgain: true });
  }
}

async function restart({ binaries, home }: Kept, data: string, mode: KeeperOrder["restart"]): Promise<void> {
  const args = ["restart", "-w", "-t", "60", "-D", data, "-l", path.join(home, "postgres.log"), "-m", mode];
  await runPostgres(binaries.pgCtl, args, binaries).then(
    () => say({ restarted: true }),
    (err: Error) => say({ notRestarted: err.message }),
  );
}

/** Only the connection may have ended, or another keeper may be first. */
async function joinPatiently(kept: Kept, data: string): Promise<pg.Client | null> {
  for (let look = 0; look < LOOKS_OF_PATIENCE; look++) {
    const joined = await join(kept, data);
    if (joined) return joined.client;
    await pause(LOOK_EACH_MS);
  }
  return null;
}

/** @throws Error with PostgreSQL's words when it does not start */
async function startAgain(kept: Kept, data: string, port: number): Promise<pg.Client> {
  for (let attempt = 1; ; attempt++) {
    try {
      await start(kept, data, port);
      return await connect(kept, port, HELD);
    } catch (err) {
      const joined = await join(kept, data);
      if (joined) return joined.client;
      if (attempt === START_ATTEMPTS)
        throw new Error(`PostgreSQL stopped and could not be restarted: ${(err as Error).message}`);
      await pause(BETWEEN_ATTEMPTS_MS);
    }
  }
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
async function join(kept: Kept, data: string): Promise<Server | null> {
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

async function start({ binaries, home, durable }: Kept, data: string, port: number): Promise<void> {
  const settings = [
    `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200`,
    "-c shared_buffers=512MB -c max_wal_size=4GB -c wal_compression=on -c jit=off",
    durable ? "" : "-c fsync=off -c synchronous_commit=off -c full_page_writes=off",
  ].join(" ");
  const logFile = path.join(home, "postgres.log");
  const args = ["start", "-w", "-t", "60", "-D", data, "-l", logFile, "-o", settings];
  await runPostgres(binaries.pgCtl, args, binaries);
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
