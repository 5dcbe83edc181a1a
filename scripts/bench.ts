import { readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { Figure, PartResult } from "@/bench/figure";
import { formatReport, type Report } from "@/bench/report";
import { startProcess, stopProcess, untilPrinted } from "@/bench/start-process";
import { buildIfChanged } from "./build";
import { freePort } from "./free-port";
import { prepareLocalEnvironment } from "./local-environment";
import { startServer } from "./server";

/**
 * `npm run bench`: measures Tributary on this machine, against a local database that keeps its promises (fsync on) and
 * the sandbox; about two minutes after the build. `--json` prints the report as JSON instead of as a table.
 */
const FOLDER = path.resolve(import.meta.dirname, "../.data/bench");
const MEMORY_FILE = path.join(FOLDER, "app-memory");
const REPORT_FILE = path.resolve(FOLDER, "../bench.json");
const { values: options } = parseArgs({ options: { json: { type: "boolean" } } });
const say = (line: string) => console.error(line);

const startedThings: (() => Promise<void>)[] = [];
const stopAll = async () => {
  for (let stop = startedThings.pop(); stop; stop = startedThings.pop()) await stop();
};
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void stopAll().finally(() => process.exit(1)));
}

try {
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
    parts: [
      await runPart("mapping", variables),
      await measureIngest(variables),
      await runPart("forward", { ...variables, SANDBOX_EVENTS_PER_MINUTE: "0" }),
      await runPart("push", variables),
    ],
  };

  await writeFile(REPORT_FILE, `${JSON.stringify(report, null, 2)}\n`);
  console.log(options.json ? JSON.stringify(report, null, 2) : `\n${formatReport(report)}\n`);
} catch (err) {
  console.error(`The benchmark failed: ${(err as Error).message}`);
  process.exitCode = 1;
} finally {
  await stopAll();
}

/** Starts the database and the sandbox. */
async function prepare(): Promise<Record<string, string>> {
  const environment = await prepareLocalEnvironment(FOLDER, say, { fresh: true });
  startedThings.push(environment.stop);
  await buildIfChanged(say);

  const sandboxUrl = await startBackground("sandbox/main.ts", {
    SANDBOX_PORT: String(await freePort()),
    SANDBOX_HOST: "127.0.0.1",
  });
  return {
    ...environment.variables,
    PUBLIC_URL: "http://127.0.0.1:3000",
    SANDBOX_URL: sandboxUrl,
    LOG_LEVEL: "error",
  };
}

/** The app runs during this part only, so that its engine does not take up the work of the others. */
async function measureIngest(variables: Record<string, string>): Promise<PartResult> {
  const floorUrl = await startBackground("bench/floor-server.ts", {});
  const preload = pathToFileURL(path.resolve(import.meta.dirname, "../bench/note-memory.mjs")).href;
  const app = await startServer(
    { ...variables, NODE_OPTIONS: `--import ${preload}`, BENCH_MEMORY_FILE: MEMORY_FILE },
    await freePort(),
    (text) => process.stderr.write(text),
  );
  startedThings.push(app.stop);

  const result = await runPart("ingest", { ...variables, APP_URL: app.url, FLOOR_URL: floorUrl });
  await app.stop();
  return { ...result, figures: [...result.figures, await readAppMemory()] };
}

async function readAppMemory(): Promise<Figure> {
  const kilobytes = Number(await readFile(MEMORY_FILE, "utf8"));
  await rm(MEMORY_FILE);
  return { name: "peak memory of the app", value: kilobytes / 1_024, unit: "MB" };
}

async function runPart(name: string, variables: Record<string, string>): Promise<PartResult> {
  say(`Measuring: ${name} ...`);
  const file = `bench/${name}.ts`;
  const child = startProcess(file, variables);
  const stop = () => stopProcess(child);
  startedThings.push(stop);
  return untilPrinted(child, file, (text) =>
    text.endsWith("\n") ? (JSON.parse(text) as PartResult) : undefined,
  );
}

/** Starts a server that runs until the end; its address is the first it prints. */
async function startBackground(file: string, variables: Record<string, string>): Promise<string> {
  const child = startProcess(file, variables);
  startedThings.push(() => stopProcess(child));
  return untilPrinted(child, file, (text) => /http:\/\/[\d.]+:\d+/.exec(text)?.[0]);
}
