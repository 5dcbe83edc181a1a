import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { freePort } from "../../scripts/free-port";
import { endingWithUs } from "../../scripts/run-program";

const START_TIMEOUT_SECONDS = 120;

/** A running server of a release. */
interface RunningRelease {
  port: number;
  /** Ends it with SIGTERM, as an upgrade does. @returns its exit code */
  stop(): Promise<number | null>;
}

/** An unpacked release, used as docs/operations.md says: with its own files only. */
export interface Release {
  /** Runs an admin command. @returns what it prints */
  admin(words: string[], variables: Record<string, string>): Promise<string>;
  /** Starts the server and waits for 200 on /api/health. */
  start(variables: Record<string, string>): Promise<RunningRelease>;
}

/**
 * @param folder of an unpacked release
 * @param logFile gets what its servers print
 * @throws Error when there is no release in the folder
 */
export function releaseIn(folder: string, logFile: string): Release {
  if (!existsSync(path.join(folder, "server.js")) || !existsSync(path.join(folder, "scripts/admin.mjs")))
    throw new Error(`there is no release in ${folder}; npm run release makes one`);

  // Releases from before all output was lines of the log have none.
  const preload = "./scripts/server-preload.mjs";
  const preloads = existsSync(path.join(folder, preload)) ? ["--import", preload] : [];

  return {
    admin: async (words, variables) => {
      const env = { PATH: process.env.PATH, NODE_ENV: "production" as const, ...variables };
      const { stdout } = await promisify(execFile)(process.execPath, ["scripts/admin.mjs", ...words], {
        cwd: folder,
        env,
      });
      return stdout;
    },

    start: async (variables) => {
      const port = await freePort();
      const { nodeOptions, variables: ours } = endingWithUs();
      const child = spawn(process.execPath, [...nodeOptions, ...preloads, "server.js"], {
        cwd: folder,
        stdio: ["ignore", "pipe", "pipe"],
        env: {
          PATH: process.env.PATH,
          NODE_ENV: "production",
          NEXT_TELEMETRY_DISABLED: "1",
          NEXT_MANUAL_SIG_HANDLE: "1",
          HOST: "127.0.0.1",
          PORT: String(port),
          ...ours,
          ...variables,
        },
      });
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (chunk: Buffer) => void appendFile(logFile, chunk));
      const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
      await untilHealthy(port, () => child.exitCode !== null);
      return {
        port,
        stop: () => {
          child.kill("SIGTERM");
          return ended;
        },
      };
    },
  };
}

async function untilHealthy(port: number, hasEnded: () => boolean): Promise<void> {
  const deadlineMs = Date.now() + START_TIMEOUT_SECONDS * 1_000;
  while (Date.now() < deadlineMs && !hasEnded()) {
    const isHealthy = await fetch(`http://127.0.0.1:${port}/api/health`).then(
      (res) => res.ok,
      () => false,
    );
    if (isHealthy) return;
    await pause(100);
  }
  throw new Error("a server did not become healthy; see the log");
}
