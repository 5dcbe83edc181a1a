import { readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { buildIfChanged } from "../../scripts/build-if-changed";
import { freePort } from "../../scripts/free-port";
import { prepareLocalEnvironment } from "../../scripts/local-environment";
import { stopServers, WITHOUT_ENGINE } from "../../scripts/server";
import { isSeeded, readLogin, seedFolder } from "../seed-large/place";
import type { Figure, PartResult } from "./figure";
import { besideOne } from "./fleet-ratios";
import { formatReport, type Report } from "./report";
import { startProcess, stopProcess, untilPrinted } from "./start-process";
import { withApp, withApps } from "./with-apps";

/**
 * `npm run bench`: measures Tributary on this machine, against the sandbox and a local database with fsync on; takes
 * some minutes after the build. `npm run bench -- screens first-load` measures only these parts; `--json` prints the
 * report as JSON instead of as a table. The screens are measured on the data of `npm run seed:large`. `npm run bench --
 * fleet --customers 200 --batch 10 --rate 1 --seconds 30` lets 200 customers post one batch of 10 events each second; with
 * `--processes 2` to two processes of the app, and with `--seconds 300 --segments 100` while 100 recurring segments are synced.
 */
const FOLDER = path.resolve(import.meta.dirname, "../../.data/bench");
const MEMORY_FILE = path.join(FOLDER, "app-memory");
const REPORT_FILE = path.resolve(FOLDER, "../bench.json");
const PARTS = [
  "mapping",
  "ingest",
  "forward",
  "push",
  "latency",
  "attribute",
  "delta",
  "memory",
  "export",
  "replay",
  "bytes",
  "retention",
  "first-load",
  "screens",
  "fleet",
] as const;
/** Parts that are measured without the app need no build. */
const PARTS_WITH_APP: readonly string[] = ["ingest", "first-load", "screens", "fleet"];
/** Segment sizes whose pushes should need the same memory. */
const MEMBER_COUNTS = ["100000", "1000000", "10000000"];
/**
 * Heap limit of these processes: with gigabytes to spare, Node collects less garbage the longer it runs, and we would
 * measure that.
 */
const MEMORY_HEAP_MB = 128;
const { values: options, positionals } = parseArgs({
  options: {
    json: { type: "boolean" },
    // Of the part fleet: who sends how many events in a batch, how many batches a second each, and for how long.
    customers: { type: "string", default: "200" },
    batch: { type: "string", default: "10" },
    rate: { type: "string", default: "1" },
    seconds: { type: "string", default: "30" },
    // And to how many processes of the app, while how many recurring segments fall due.
    processes: { type: "string", default: "1" },
    segments: { type: "string", default: "0" },
  },
  allowPositionals: true,
});
const say = (line: string) => console.error(line);

const startedThings: (() => Promise<void>)[] = [];
const stopAll = async () => {
  await stopServers();
  for (let stop = startedThings.pop(); stop; stop = startedThings.pop()) await stop();
};
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void stopAll().finally(() => process.exit(1)));
}

try {
  const unknown = positionals.find((name) => !PARTS.some((part) => part === name));
  if (unknown) throw new Error(`there is no part '${unknown}'; the parts are ${PARTS.join(", ")}`);

  const loadBefore = Math.round((os.loadavg()[0] ?? 0) * 100) / 100;
  const variables = await prepare();
  const report: Report = {
    measuredAt: new Date().toISOString(),
    machine: {
      cpu: os.cpus()[0]?.model ?? "unknown CPU",
      cores: os.availableParallelism(),
      memoryGb: Math.round(os.totalmem() / 2 ** 30),
      node: process.versions.node,
      system: `${os.platform()} ${os.arch()}`,
      loadBefore,
    },
    parts: [],
  };
  for (const part of PARTS) {
    if (positionals.length > 0 && !positionals.includes(part)) continue;
    const result = await measure(part, variables);
    if (result) report.parts.push(result);
  }

  await writeFile(REPORT_FILE, `${JSON.stringify(report, null, 2)}\n`);
  console.log(options.json ? JSON.stringify(report, null, 2) : `\n${formatReport(report)}\n`);
} catch (err) {
  console.error(`The benchmark failed: ${(err as Error).message}`);
  process.exitCode = 1;
} finally {
  await stopAll();
}

/** Null, with a message, for a part that cannot be measured here. */
async function measure(
  part: (typeof PARTS)[number],
  variables: Record<string, string>,
): Promise<PartResult | null> {
  switch (part) {
    case "ingest":
      return measureIngest(variables);
    case "first-load":
      return withApp(variables, ({ url }) => runPart(part, { ...variables, APP_URL: url }));
    case "screens":
      return measureScreens(variables);
    case "memory":
      return measureMemory(variables);
    case "fleet":
      return measureFleet(variables);
    case "forward":
    case "replay":
    case "bytes":
      return runPart(part, { ...variables, SANDBOX_EVENTS_PER_MINUTE: "0" });
    default:
      return runPart(part, variables);
  }
}

/** Each size in a process of its own. */
async function measureMemory(variables: Record<string, string>): Promise<PartResult> {
  const bounded = { ...variables, NODE_OPTIONS: `--max-old-space-size=${MEMORY_HEAP_MB}` };
  const figures: Figure[] = [];
  for (const count of MEMBER_COUNTS) {
    figures.push(...(await runPart("memory", { ...bounded, BENCH_MEMBERS: count })).figures);
  }

  const smallest = figures[0]?.value ?? 0;
  const largest = Math.max(...figures.map((figure) => figure.value));
  const ratio: Figure = {
    name: "most of them of the smallest segment's",
    value: (largest / smallest) * 100,
    unit: "%",
    target: { atMost: 125 },
  };
  return { part: "memory", figures: [...figures, ratio] };
}

/** Runs on the large seed. Without one the part is left out, unless it was named on the command line. */
async function measureScreens(variables: Record<string, string>): Promise<PartResult | null> {
  if (!isSeeded("large")) {
    if (!positionals.includes("screens")) {
      say("Left out: screens, because there is no large seed. Make it with: npm run seed:large");
      return null;
    }
    say("Making the large seed (about two minutes) ...");
    await runToEnd("tools/seed-large/main.ts");
  }

  const environment = await prepareLocalEnvironment(seedFolder("large"), say);
  startedThings.push(environment.stop);
  const { email, password } = await readLogin("large");
  const large = { ...variables, ...environment.variables, DATABASE_OWNER_URL: environment.ownerUrl };
  // Without the embedded engine: work that falls due would be measured with the screens.
  return withApp({ ...large, ...WITHOUT_ENGINE }, ({ url }) =>
    runPart("screens", { ...large, APP_URL: url, BENCH_EMAIL: email, BENCH_PASSWORD: password }),
  );
}

/** One customer that sends as much, then all of them, each time with processes of their own. */
async function measureFleet(variables: Record<string, string>): Promise<PartResult | null> {
  if (process.platform !== "linux") {
    say("Left out: fleet, because processor times are read from /proc, which only Linux has.");
    return null;
  }
  const { customers, batch, rate, seconds, processes, segments } = options;
  if (!/^[1-9]\d*$/.test(processes)) throw new Error("--processes is a whole number, at least 1");
  const fleet = {
    ...variables,
    SANDBOX_EVENTS_PER_MINUTE: "0",
    BENCH_BATCH: batch,
    BENCH_REQUESTS_PER_SECOND: String(Number(customers) * Number(rate)),
    BENCH_SECONDS: seconds,
    BENCH_SEGMENTS: segments,
  };
  const measureWith = (count: string) =>
    withApps(Number(processes), fleet, (apps) =>
      runPart("fleet", {
        ...fleet,
        APP_URLS: apps.map(({ url }) => url).join(","),
        BENCH_APP_PIDS: apps.map((app) => app.process.pid).join(","),
        BENCH_CUSTOMERS: count,
      }),
    );
  const one = await measureWith("1");
  return besideOne(await measureWith(customers), one);
}

/** Starts the database and the sandbox. */
async function prepare(): Promise<Record<string, string>> {
  const environment = await prepareLocalEnvironment(FOLDER, say, { fresh: true });
  startedThings.push(environment.stop);
  const needsApp = positionals.length === 0 || positionals.some((part) => PARTS_WITH_APP.includes(part));
  if (needsApp) await buildIfChanged(say);

  const sandboxUrl = await startBackground("sandbox/main.ts", {
    SANDBOX_PORT: String(await freePort()),
    SANDBOX_HOST: "127.0.0.1",
  });
  return {
    ...environment.variables,
    DATABASE_OWNER_URL: environment.ownerUrl,
    PUBLIC_URL: "http://127.0.0.1:3000",
    SANDBOX_URL: sandboxUrl,
    LOG_LEVEL: "error",
  };
}

/** The app runs during this part only, so that its engine does not take work from the others. */
async function measureIngest(variables: Record<string, string>): Promise<PartResult> {
  const acceptUrl = await startBackground("tools/bench/accept-server.ts", variables);
  const preload = pathToFileURL(path.resolve(import.meta.dirname, "note-memory.mjs")).href;
  const noted = { ...variables, NODE_OPTIONS: `--import ${preload}`, BENCH_MEMORY_FILE: MEMORY_FILE };
  const result = await withApp(noted, ({ url }) =>
    runPart("ingest", { ...variables, APP_URL: url, ACCEPT_URL: acceptUrl }),
  );
  return { ...result, figures: [...result.figures, await readAppMemory()] };
}

async function readAppMemory(): Promise<Figure> {
  const kilobytes = Number(await readFile(MEMORY_FILE, "utf8"));
  await rm(MEMORY_FILE);
  return { name: "peak memory of the app", value: kilobytes / 1_024, unit: "MB" };
}

async function runPart(name: string, variables: Record<string, string>): Promise<PartResult> {
  say(`Measuring: ${name} ...`);
  const file = `tools/bench/${name}.ts`;
  const child = startProcess(file, variables);
  const stop = () => stopProcess(child);
  startedThings.push(stop);
  return untilPrinted(child, file, (text) =>
    text.endsWith("\n") ? (JSON.parse(text) as PartResult) : undefined,
  );
}

/** Runs a TypeScript file that ends by itself, with its output on our standard error. */
async function runToEnd(file: string): Promise<void> {
  const child = startProcess(file, {});
  startedThings.push(() => stopProcess(child));
  child.stdout?.pipe(process.stderr);
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`${file} ended with ${code}`);
}

/** Starts a server that runs until the end; it prints its address first. */
async function startBackground(file: string, variables: Record<string, string>): Promise<string> {
  const child = startProcess(file, variables);
  startedThings.push(() => stopProcess(child));
  return untilPrinted(child, file, (text) => /http:\/\/[\d.]+:\d+/.exec(text)?.[0]);
}
