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
  stopOnSignal({ delaySeconds: 1, stopEngine: () => new Promise(() => {}), stopTracing: async () => console.log("traces sent") });
  setInterval(() => {}, 60_000);
  console.log("ready");
`;

let child: ChildProcess | undefined;
afterEach(() => child?.kill("SIGKILL"));

test("a part that hangs does not keep a process from ending in order", async () => {
  const args = ["--import", tsx, "--import", FAST_PAUSES, "--input-type=module", "--eval", HANGING];
  const started = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  child = started;
  const ended = new Promise((resolve) => started.once("exit", (code, signal) => resolve({ code, signal })));
  let printed = "";
  started.stdout.on("data", (chunk: Buffer) => {
    printed += chunk;
  });
  await expect.poll(() => printed, { timeout: 60_000 }).toContain("ready");
  started.kill("SIGTERM");
  expect(await ended).toEqual({ code: 0, signal: null });
  expect(printed).toContain("traces sent");
});
