import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { longestStopSeconds } from "@/lib/kernel/stop-limits";
import { boundsOfV8 } from "./bounds-of-v8";
import { SERVER_PRELOAD } from "./build-if-changed";
import { endingWithUs } from "./run-program";

const root = path.resolve(import.meta.dirname, "..");
const START_TIMEOUT_SECONDS = 180;
/** Beyond what a stop may take: a busy machine is slower. Then the server is killed. */
const STOP_PATIENCE_SECONDS = 10;
/**
 * Places that glibc keeps freed memory in, apart from V8's heap; by default up to eight for each core, each of which
 * holds on to what a thread once unzipped or read. The environment may set another number.
 */
const MALLOC_ARENAS = 2;

/** Where servers listen: on this machine alone, unless `HOST` says otherwise (`0.0.0.0`: every address). */
export function hostToListenOn(): string {
  return process.env.HOST || "127.0.0.1";
}

/** How to stop each server of this process, even one that is still starting. */
const running = new Set<() => Promise<void>>();

/** Stops every server this process has started, in order. */
export async function stopServers(): Promise<void> {
  await Promise.all([...running].map((stop) => stop()));
}

/** For a server beside another one, which does the work: an Inngest that is not there runs this one's functions. */
export const WITHOUT_ENGINE = {
  INNGEST_EVENT_KEY: "00",
  INNGEST_SIGNING_KEY: "00",
  INNGEST_BASE_URL: "http://127.0.0.1:9",
};

export interface AppServer {
  url: string;
  process: ChildProcess;
  /** Ends it in order: steps under way finish first. */
  stop(): Promise<void>;
  /** Kills it at once and as a whole, as a crash would: every process of its group. */
  kill(): Promise<void>;
}

/**
 * Starts the production build, which must be there, as a separate process and waits until it is healthy.
 * @param output where its log lines go: shown, or handed to a function
 * @throws Error when it ends or does not answer within three minutes
 */
export async function startServer(
  variables: Record<string, string>,
  port: number,
  output: "inherit" | ((text: string) => void),
): Promise<AppServer> {
  const next = path.join(root, "node_modules/next/dist/bin/next");
  const host = hostToListenOn();
  const url = `http://${reachableAt(host)}:${port}`;
  const { nodeOptions, variables: ours } = endingWithUs();
  const options = [...nodeOptions, "--import", pathToFileURL(SERVER_PRELOAD).href];
  const args = [
    ...boundsOfV8(variables.NODE_OPTIONS ?? process.env.NODE_OPTIONS ?? ""),
    ...options,
    next,
    "start",
    "--hostname",
    host,
    "--port",
    String(port),
  ];
  const env: NodeJS.ProcessEnv = {
    MALLOC_ARENA_MAX: String(MALLOC_ARENAS),
    ...process.env,
    ...ours,
    PUBLIC_URL: url,
    NEXTAUTH_URL: url,
    ...variables,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    NEXT_MANUAL_SIG_HANDLE: "1", // inngest/stop.ts ends it
  };
  // The server has no use for the owner of the database.
  delete env.DATABASE_OWNER_URL;
  const child = spawn(process.execPath, args, {
    cwd: root,
    env,
    stdio: output === "inherit" ? "inherit" : ["ignore", "pipe", "pipe"],
    // Its own process group, so that a Ctrl-C in the terminal reaches only the starter, which then ends it in order.
    detached: true,
  });
  if (output !== "inherit") {
    child.stdout?.on("data", (chunk: Buffer) => output(chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => output(chunk.toString()));
  }

  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const delaySeconds = Number(env.SHUTDOWN_DELAY_SECONDS) || 0;
  const stop = () => end(child, ended, "SIGTERM", longestStopSeconds(delaySeconds) + STOP_PATIENCE_SECONDS);
  running.add(stop);
  void ended.then(() => running.delete(stop));
  await untilHealthy(url, child);
  return {
    url,
    process: child,
    stop,
    kill: () => end(child, ended, "SIGKILL", STOP_PATIENCE_SECONDS),
  };
}

function reachableAt(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}

async function untilHealthy(url: string, child: ChildProcess): Promise<void> {
  const deadlineMs = Date.now() + START_TIMEOUT_SECONDS * 1_000;
  while (Date.now() < deadlineMs) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error("The server exited while starting; see its message above.");
    const healthy = await fetch(`${url}/api/health`)
      .then((res) => res.ok)
      .catch(() => false);
    if (healthy) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }

  child.kill("SIGKILL");
  throw new Error(`The server did not become healthy within ${START_TIMEOUT_SECONDS} seconds.`);
}

async function end(
  child: ChildProcess,
  ended: Promise<void>,
  signal: "SIGTERM" | "SIGKILL",
  limitSeconds: number,
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;

  // When it ends in order, the server ends its own children; when killed, it cannot.
  if (signal === "SIGKILL" && child.pid !== undefined) process.kill(-child.pid, signal);
  else child.kill(signal);
  const late = setTimeout(() => child.kill("SIGKILL"), limitSeconds * 1_000);
  await ended;
  clearTimeout(late);
}
