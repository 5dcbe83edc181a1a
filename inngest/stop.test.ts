import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "..");
const tsx = pathToFileURL(path.join(root, "node_modules/tsx/dist/loader.mjs")).href;

/** Makes pauses a hundred times shorter, so that limits are reached soon. */
const FAST_PAUSES = `data:text/javascript,${encodeURIComponent(`
  import { syncBuiltinESMExports } from "node:module";
  import timers from "node:timers/promises";
  const pause = timers.setTimeout;
  timers.setTimeout = (ms, ...given) => pause(ms / 100, ...given);
  syncBuiltinESMExports();
`)}`;

/** A process with an engine that never ends, as when its database hangs. */
const HANGING = `
  const { stopOnSignal } = await import("./inngest/stop.ts");
  const stopEngine = () => {
    console.log("stopping");
    return new Promise(() => {});
  };
  stopOnSignal({ delaySeconds: 1, stopEngine, stopTracing: async () => console.log("traces sent") });
  setInterval(() => {}, 60_000);
  console.log("ready");
`;

let child: ChildProcess | undefined;
afterEach(() => child?.kill("SIGKILL"));

/** Starts it and waits until it listens to signals. */
async function start() {
  const args = ["--import", tsx, "--import", FAST_PAUSES, "--input-type=module", "--eval", HANGING];
  const started = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  child = started;
  let printed = "";
  started.stdout.on("data", (chunk: Buffer) => {
    printed += chunk;
  });
  const ended = new Promise((resolve) => started.once("close", (code, signal) => resolve({ code, signal })));
  await expect.poll(() => printed).toContain("ready");
  return { kill: (signal: NodeJS.Signals) => started.kill(signal), ended, printed: () => printed };
}

test("a part that hangs does not keep a process from ending in order", async () => {
  const { kill, ended, printed } = await start();
  kill("SIGTERM");
  expect(await ended).toEqual({ code: 0, signal: null });
  expect(printed()).toContain("traces sent");
});

test("further signals change nothing: the process goes on to end in order, once", async () => {
  const { kill, ended, printed } = await start();
  kill("SIGTERM");
  kill("SIGINT");
  await expect.poll(printed).toContain("stopping");
  kill("SIGTERM");
  expect(await ended).toEqual({ code: 0, signal: null });
  expect(printed().split(/\s+(?!sent)/)).toEqual(["ready", "stopping", "traces sent", ""]);
});
