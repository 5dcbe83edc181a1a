import { appendFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { LocalDatabase } from "../../scripts/database";
import { freePort } from "../../scripts/free-port";
import { type AppServer, startServer } from "../../scripts/server";
import type { Balancer } from "../balancer/balancer";
import { type DatabaseProxy, startDatabaseProxy } from "./database-proxy";

/**
 * One process of the production app that is killed and comes back at the same address, with a proxy before its
 * database.
 */
export interface TorturedApp {
  url: string;
  proxy: DatabaseProxy;
  /** SIGKILL to the whole group; resolves when it is gone. */
  kill(): Promise<void>;
  /** Starts it again and waits until it is healthy. */
  start(): Promise<void>;
  /** SIGSTOP for this long: alive, but silent. */
  freeze(milliseconds: number): Promise<void>;
  /** Ends it in order, with its proxy. */
  stop(): Promise<void>;
}

/** What happened to the app processes of a run. */
export interface AppTally {
  kills: number;
  /** How long each start took until the app was healthy. */
  startMs: number[];
  /** Exits that nobody ordered. */
  deaths: number;
}

/**
 * Starts a process of the app behind its own database proxy.
 * @param logFile gets everything it prints
 * @param balancer where an Inngest server reaches it
 */
export async function startTorturedApp(
  variables: Record<string, string>,
  { database, balancer }: { database: LocalDatabase; balancer: Balancer | null },
  tally: AppTally,
  logFile: string,
): Promise<TorturedApp> {
  const port = await freePort();
  balancer?.add(port);
  const proxy = await startDatabaseProxy(database.port);
  const address = new URL(database.runtimeUrl);
  address.port = String(proxy.port);
  const own = { ...variables, ...balancer?.variables, DATABASE_URL: address.href };
  let logging: Promise<void> = Promise.resolve();
  const keep = (text: string) => {
    logging = logging.then(() => appendFile(logFile, text));
  };

  let server: AppServer;
  let isEnding = false;

  async function start(): Promise<void> {
    isEnding = false;
    const startedMs = Date.now();
    server = await startServer(own, port, keep);
    tally.startMs.push(Date.now() - startedMs);
    server.process.once("exit", () => {
      if (!isEnding) tally.deaths += 1;
    });
  }

  await start();
  return {
    url: `http://127.0.0.1:${port}`,
    proxy,
    start,
    kill: async () => {
      isEnding = true;
      tally.kills += 1;
      await server.kill();
    },
    freeze: async (milliseconds) => {
      server.process.kill("SIGSTOP");
      await pause(milliseconds);
      server.process.kill("SIGCONT");
    },
    stop: async () => {
      isEnding = true;
      await server.stop();
      await proxy.close();
      await logging;
    },
  };
}
