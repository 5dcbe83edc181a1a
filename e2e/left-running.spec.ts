import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync, renameSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { freePort } from "../scripts/free-port";
import { type Checkout, makeCheckout, ownEnvironment } from "./own-checkout";

test.skip(process.platform !== "linux", "What runs is read from /proc.");
test.describe.configure({ mode: "serial" });

/** With a local PostgreSQL of its own. */
let checkout: Checkout;
test.beforeAll(() => {
  checkout = makeCheckout("left-running");
});
test.afterAll(() => checkout.remove());

function useBuild(): void {
  checkout.linkPackages();
  checkout.copyBuild();
}

/** The processes that descend from a start: they all inherit its mark, PostgreSQL too. */
function running(mark: string): string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, "utf8").includes(mark);
    } catch {
      return false; // it has ended
    }
  });
}

type Signal = "SIGTERM" | "SIGINT" | "SIGKILL";
/** What a signal is sent to: one process, or all of the group, as from a service manager or a terminal. */
type Target = "starter" | "group";

interface Moment {
  words: string;
  /** Left out when what `visit` did is to end it. */
  signal?: Signal;
  target?: Target;
  /** Asked once the words are there, before the signal. */
  visit?: (url: string) => Promise<unknown>;
}

/**
 * Starts Tributary, sends a signal each time the output has the next of these words, and waits until nothing runs.
 * @returns the exit code of what was started; null after a signal that it did not handle
 */
async function startAndEnd(command: readonly string[], moments: readonly Moment[]): Promise<number | null> {
  const mark = `left-running-${randomUUID()}`;
  const port = await freePort();
  const child = spawn(command[0] ?? "", command.slice(1), {
    cwd: checkout.folder,
    env: { ...ownEnvironment(), PORT: String(port), TRIED_START: mark },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => output.push(chunk.toString()));

  for (const { words, signal, target = "starter", visit } of moments) {
    await expect.poll(() => output.join("") + exitOf(child), words).toContain(words);
    await visit?.(`http://127.0.0.1:${port}`);
    if (signal) process.kill((child.pid ?? 0) * (target === "group" ? -1 : 1), signal);
  }
  await expect.poll(() => running(mark), output.join("")).toEqual([]);
  return ended;
}

const exitOf = (child: ChildProcess) => (child.exitCode === null ? "" : ` ended with ${child.exitCode}`);

const NODE = [process.execPath, "scripts/run.mjs", "start"];
const DEV = [process.execPath, "scripts/run.mjs", "dev"];
const NPM = ["npm", "start"];

for (const signal of ["SIGTERM", "SIGKILL"] as const) {
  test(`nothing is left after ${signal} while packages are installed`, async () => {
    await startAndEnd(NODE, [{ words: "Installing packages", signal }]);
  });
}

for (const words of ["Starting PostgreSQL", "Migrating the database", "Building for production"]) {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    test(`nothing is left after ${signal} at "${words}"`, async () => {
      checkout.linkPackages();
      await startAndEnd(NODE, [{ words, signal }]);
    });
  }
}

const BEGAN = "Next.js";
const RUNS = "Tributary runs at";
const STOPPING = '"stopping"';

test("nothing is left after a signal while the server starts", async () => {
  useBuild();
  await startAndEnd(NODE, [{ words: BEGAN, signal: "SIGTERM" }]);
  await startAndEnd(NODE, [{ words: BEGAN, signal: "SIGKILL" }]);
});

test("nothing is left after a signal while the server runs", async () => {
  useBuild();
  await startAndEnd(NODE, [{ words: RUNS, signal: "SIGTERM" }]);
  await startAndEnd(NODE, [{ words: RUNS, signal: "SIGINT" }]);
  await startAndEnd(NODE, [{ words: RUNS, signal: "SIGKILL" }]);
  await startAndEnd(NODE, [{ words: RUNS, signal: "SIGTERM", target: "group" }]);
});

test("nothing is left after a second signal while the server stops", async () => {
  useBuild();
  const first = { words: RUNS, signal: "SIGTERM" } as const;
  await startAndEnd(NODE, [first, { words: STOPPING, signal: "SIGTERM" }]);
  await startAndEnd(NODE, [first, { words: STOPPING, signal: "SIGKILL" }]);
});

test("a local PostgreSQL that ends and cannot be started again ends everything with 1, so that a service manager acts", async () => {
  useBuild();
  const data = path.join(checkout.folder, ".data/postgres/data");
  const breakDatabase = async () => {
    renameSync(path.join(data, "global/pg_control"), path.join(data, "global/pg_control.away"));
    process.kill(Number(readFileSync(path.join(data, "postmaster.pid"), "utf8").split("\n")[0]), "SIGKILL");
  };
  expect(await startAndEnd(NODE, [{ words: RUNS, visit: breakDatabase }])).toBe(1);
  renameSync(path.join(data, "global/pg_control.away"), path.join(data, "global/pg_control"));
});

test("nothing is left after a signal to npm, alone or with all that it started", async () => {
  useBuild();
  await startAndEnd(NPM, [{ words: RUNS, signal: "SIGTERM" }]);
  await startAndEnd(NPM, [{ words: RUNS, signal: "SIGKILL" }]);
  await startAndEnd(NPM, [{ words: RUNS, signal: "SIGTERM", target: "group" }]);
  await startAndEnd(NPM, [{ words: RUNS, signal: "SIGKILL", target: "group" }]);
});

test("nothing is left after a signal to the development server", async () => {
  checkout.copyPackages();
  await startAndEnd(DEV, [{ words: "Starting PostgreSQL", signal: "SIGTERM" }]);
  // A page has to be compiled first: that starts further processes.
  const visit = (url: string) => expect.poll(() => statusOf(`${url}/sign-in`)).toBe(200);
  for (const signal of ["SIGTERM", "SIGINT", "SIGKILL"] as const)
    await startAndEnd(DEV, [{ words: "Ready in", signal, visit }]);
  await startAndEnd(DEV, [{ words: "Ready in", signal: "SIGINT", target: "group", visit }]);
});

function statusOf(address: string): Promise<number> {
  return fetch(address).then(
    ({ status }) => status,
    () => 0,
  );
}
