// Runs scripts/<command>.ts, or tools/<command>/main.ts, on a machine that may have nothing but Node and npm:
// installs the packages if they are missing or differ from package-lock.json, generates the database client, then
// becomes the command. With NODE_ENV=production it changes nothing and says what to run instead. Plain JavaScript without
// packages, because there may be none yet.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const LOOK_EACH_MS = 500;

/** In production nothing is installed or built at a start; these commands are for that. */
const PREPARES = new Set(["build"]);

const root = path.resolve(import.meta.dirname, "..");
const [command, ...args] = process.argv.slice(2);
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 19))
  fail(`Tributary needs Node 20.19 or newer; this is ${process.versions.node}.`);

process.chdir(root);
endAfterNpm();
await installPackages();
await generateClient();

const program = [`scripts/${command}.ts`, `tools/${command}/main.ts`]
  .map((file) => path.join(root, file))
  .find(existsSync);
if (!program) fail(`There is no command '${command}'.`);

// In this process: a signal reaches the command itself, and there is nobody between who could be killed alone.
await import(pathToFileURL(path.join(root, "node_modules/tsx/dist/loader.mjs")).href);
process.argv.splice(1, process.argv.length, program, ...args);
await import(pathToFileURL(program).href);

/**
 * npm starts us through a shell. Neither passes every signal on; when one of them has gone, the command ends too, in
 * order.
 */
function endAfterNpm() {
  if (!process.env.npm_lifecycle_event) return;

  const shell = process.ppid;
  const npm = npmAbove(shell);
  const look = setInterval(() => {
    if (process.ppid === shell && isThere(npm)) return;
    clearInterval(look);
    process.kill(process.pid, "SIGTERM");
  }, LOOK_EACH_MS);
  look.unref();
}

/** The process that started the shell; without a shell between, or without `ps`, our parent itself. */
function npmAbove(parent) {
  const { stdout = "" } = spawnSync("ps", ["-o", "ppid=,comm=", "-p", String(parent)], { encoding: "utf8" });
  const [, above, name = ""] = /^\s*(\d+)\s+(.*?)\s*$/.exec(stdout ?? "") ?? [];
  return name.endsWith("sh") ? Number(above) : parent;
}

function isThere(pid) {
  try {
    return process.kill(pid, 0);
  } catch (err) {
    return err.code !== "ESRCH";
  }
}

/** Runs a program to its end; a signal to end ends it first, then us. */
async function run(program, options, ...programArgs) {
  // npm and prisma are programs of Node: they end soon after us, even after a SIGKILL.
  const preload = pathToFileURL(path.join(root, "scripts/end-with-starter.mjs")).href;
  const nodeOptions = `${process.env.NODE_OPTIONS ?? ""} --import=${preload}`;
  const env = { ...process.env, ...options.env, NODE_OPTIONS: nodeOptions, STARTER_PID: String(process.pid) };
  const child = spawn(program, programArgs, { cwd: root, ...options, env });
  let ended = "";
  const pass = (signal) => {
    ended = signal;
    child.kill(signal);
  };
  // From the terminal both get SIGINT.
  process.on("SIGINT", pass);
  process.on("SIGTERM", pass);
  const errors = [];
  child.stderr?.on("data", (chunk) => errors.push(chunk));
  const status = await new Promise((resolve) => {
    child.once("error", () => resolve(1));
    child.once("close", resolve);
  });
  if (ended) process.exit(1);
  process.off("SIGINT", pass);
  process.off("SIGTERM", pass);
  return { status, stderr: Buffer.concat(errors).toString() };
}

async function installPackages() {
  const lock = digest("package-lock.json");
  const isThere = existsSync(path.join(root, "node_modules/tsx"));
  if (readNote("packages") === lock && isThere) return;

  if (isKept(isThere, "folder node_modules")) return;

  if (isThere && isOfLockFile()) return writeNote("packages", lock); // somebody ran npm ci before us

  console.error("Installing packages ...");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const options = { stdio: "inherit", shell: process.platform === "win32" };
  const words = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status } = await run(npm, options, ...words);
  if (status !== 0) fail("npm ci failed. Check that the npm registry can be reached, then try again.");
  writeNote("packages", lock);
}

/** Whether npm put in every package of package-lock.json: it keeps a list of what it has put in. */
function isOfLockFile() {
  const list = path.join(root, "node_modules/.package-lock.json");
  if (!existsSync(list)) return false;

  const [wanted, present] = ["package-lock.json", list].map(
    (file) => JSON.parse(readFileSync(path.resolve(root, file), "utf8")).packages,
  );
  return Object.entries(wanted).every(
    ([place, { optional, devOptional, integrity }]) =>
      place === "" || optional || devOptional || (present[place] && present[place].integrity === integrity),
  );
}

async function generateClient() {
  const schema = digest("package-lock.json", "prisma/schema.prisma");
  const isThere = existsSync(path.join(root, "prisma/generated/client.ts"));
  if (readNote("client") === schema && isThere) return;

  if (isKept(isThere, "database client")) return;

  // Generating needs no engine, but the command looks for one and would download it; any existing file will do.
  const env = {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
  };
  const prisma = path.join(root, "node_modules/prisma/build/index.js");
  const options = { env, stdio: ["ignore", "ignore", "pipe"] };
  const { status, stderr } = await run(process.execPath, options, prisma, "generate");
  if (status !== 0) fail(`prisma generate failed:\n${stderr}`);
  writeNote("client", schema);
}

/**
 * In production nothing is installed or generated at a start.
 * @returns true when what is there has to do
 */
function isKept(isThere, what) {
  if (process.env.NODE_ENV !== "production" || PREPARES.has(command)) return false;

  const next = "With NODE_ENV=production nothing is installed at startup: run npm run build.";
  if (!isThere) fail(`There is no ${what}. ${next}`);
  console.error(`The ${what} is not from this version. ${next}`);
  return true;
}

function digest(...files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(path.join(root, file)));
  return hash.digest("hex");
}

/** The record of what was prepared lies inside it, so that both disappear together. */
function notePath(name) {
  return path.join(root, "node_modules", `.tributary-${name}`);
}

function readNote(name) {
  return existsSync(notePath(name)) ? readFileSync(notePath(name), "utf8") : "";
}

function writeNote(name, text) {
  mkdirSync(path.dirname(notePath(name)), { recursive: true });
  writeFileSync(notePath(name), text);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
