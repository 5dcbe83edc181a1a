import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { freePort } from "../scripts/free-port";

test.skip(process.platform !== "linux", "What runs is read from /proc.");
test.describe.configure({ mode: "serial" });

const root = path.resolve(import.meta.dirname, "..");
const checkout = path.join(mkdtempSync(path.join(tmpdir(), "left-running-")), "checkout");

/** A checkout of its own, so that the local PostgreSQL of this one is not touched. */
test.beforeAll(() => {
  const leftOut = new Set(["node_modules", ".data", ".next", ".git"]);
  for (const name of readdirSync(root).filter((entry) => !leftOut.has(entry)))
    cpSync(path.join(root, name), path.join(checkout, name), { recursive: true });
  chmodSync(path.dirname(checkout), 0o755);
});

test.afterAll(() => rmSync(path.dirname(checkout), { recursive: true, force: true, maxRetries: 10 }));

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
  signal: Signal;
  target?: Target;
  /** Asked once the words are there, before the signal. */
  visit?: (url: string) => Promise<unknown>;
}

/** Starts Tributary, sends a signal each time the output has the next of these words, and waits until nothing runs. */
async function startAndEnd(command: readonly string[], moments: readonly Moment[]): Promise<void> {
  const mark = `left-running-${randomUUID()}`;
  const port = await freePort();
  const child = spawn(command[0] ?? "", command.slice(1), {
    cwd: checkout,
    env: { ...ownEnvironment(), PORT: String(port), TRIED_START: mark },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => output.push(chunk.toString()));

  for (const { words, signal, target = "starter", visit } of moments) {
    await expect.poll(() => output.join("") + exitOf(child), words).toContain(words);
    await visit?.(`http://127.0.0.1:${port}`);
    process.kill((child.pid ?? 0) * (target === "group" ? -1 : 1), signal);
  }
  await expect.poll(() => running(mark), output.join("")).toEqual([]);
}

const exitOf = (child: ChildProcess) => (child.exitCode === null ? "" : ` ended with ${child.exitCode}`);

/** Without what the tests' own database, server and npm have set. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const ours =
    /^(npm_|E2E_|DATABASE_|PUBLIC_URL|NEXTAUTH_|ENCRYPTION_|SANDBOX_|LOG_LEVEL|STARTER_PID|INNGEST_)/;
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !ours.test(name)),
  ) as NodeJS.ProcessEnv;
}

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
      usePackages();
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

test("nothing is left after a signal to npm, alone or with all that it started", async () => {
  useBuild();
  await startAndEnd(NPM, [{ words: RUNS, signal: "SIGTERM" }]);
  await startAndEnd(NPM, [{ words: RUNS, signal: "SIGKILL" }]);
  await startAndEnd(NPM, [{ words: RUNS, signal: "SIGTERM", target: "group" }]);
  await startAndEnd(NPM, [{ words: RUNS, signal: "SIGKILL", target: "group" }]);
});

test("nothing is left after a signal to the development server", async () => {
  copyPackages();
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

/** The build of this checkout; if it is not of these sources, the start makes one of its own. */
function useBuild(): void {
  usePackages();
  const place = path.join(checkout, ".next");
  rmSync(place, { recursive: true, force: true });
  cpSync(path.join(root, ".next"), place, {
    recursive: true,
    filter: (source) => !source.startsWith(path.join(root, ".next/cache")),
  });
}

/**
 * The packages of this checkout; what installing left half done goes.
 * @throws when a start would install others: through the link it would do so in this checkout
 */
function usePackages(): void {
  const place = emptyPlaceForPackages();
  symlinkSync(path.join(root, "node_modules"), place);
}

/** The same in a folder of the checkout's own: the bundler follows no link out of it. The files are shared if they can be. */
function copyPackages(): void {
  const place = emptyPlaceForPackages();
  const copy = (options: string) =>
    spawnSync("cp", [options, path.join(root, "node_modules"), place]).status === 0;
  if (copy("-al")) return;
  rmSync(place, { recursive: true, force: true });
  if (!copy("-a")) throw new Error("The packages cannot be copied.");
}

function emptyPlaceForPackages(): string {
  const lock = createHash("sha256")
    .update(readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  const note = path.join(root, "node_modules/.tributary-packages");
  if (!existsSync(note) || readFileSync(note, "utf8") !== lock)
    throw new Error(
      "The packages are not those of package-lock.json. Run the tests with npm test, which installs them.",
    );
  const place = path.join(checkout, "node_modules");
  rmSync(place, { recursive: true, force: true });
  return place;
}
