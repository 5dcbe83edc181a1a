import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { asOwner } from "@/tools/testing/owner";

const root = path.resolve(import.meta.dirname, "..");
const tsx = pathToFileURL(path.join(root, "node_modules/tsx/dist/loader.mjs")).href;

/** Starts as the server does, without pages, and says on its standard error how far it has come. */
const STARTING = `
  process.stdout.on("error", () => {});
  const { pool } = await import("./lib/kernel/database.ts");
  const end = pool.end.bind(pool);
  pool.end = () => {
    console.error("connections end");
    return end();
  };
  const { startTributary } = await import("./inngest/start.ts");
  await startTributary();
  console.error("started");
`;

let child: ChildProcess | undefined;
afterEach(() => child?.kill("SIGKILL"));

function start() {
  const args = ["--import", tsx, "--input-type=module", "--eval", STARTING];
  const started = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  child = started;
  let said = "";
  started.stderr.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  const ended = new Promise((resolve) => started.once("close", (code, signal) => resolve({ code, signal })));
  return { kill: () => started.kill("SIGTERM"), output: started.stdout, ended, said: () => said };
}

test("a process that is told to end while it still starts ends in order", async () => {
  const holder = new pg.Client({ connectionString: process.env.DATABASE_OWNER_URL });
  await holder.connect();
  await holder.query("BEGIN; LOCK TABLE source");
  const { kill, output, ended, said } = start();
  output.resume();
  const waiting = async () =>
    (await holder.query("SELECT FROM pg_locks WHERE NOT granted AND relation = 'source'::regclass")).rowCount;
  await expect.poll(waiting).toBe(1);

  kill();
  await expect.poll(said).toContain("connections end");
  await holder.query("COMMIT");
  await holder.end();
  expect(await ended).toEqual({ code: 0, signal: null });
  expect(said()).not.toContain("Cannot use a pool");
});

test("a first start whose output nobody reads any more says how to make the first admin's link again", async () => {
  await asOwner('DELETE FROM "user"');
  const { kill, output, ended, said } = start();
  output.destroy();
  await expect.poll(said).toContain("started");
  expect(said()).toMatch(/link could not be written .* reset-password --email admin@tributary\.local/);
  kill();
  expect(await ended).toEqual({ code: 0, signal: null });
});
