// Runs scripts/<command>.ts, or tools/<command>/main.ts, on a machine that may have nothing but Node and npm:
// installs the packages if they are missing or differ from package-lock.json, generates the database client, then
// hands over. Plain JavaScript without packages, because there may be none yet.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const [command, ...args] = process.argv.slice(2);
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 19))
  fail(`Tributary needs Node 20.19 or newer; this is ${process.versions.node}.`);

installPackages();
generateClient();

const tsx = path.join(root, "node_modules/tsx/dist/cli.mjs");
const program = [`scripts/${command}.ts`, `tools/${command}/main.ts`].find((file) =>
  existsSync(path.join(root, file)),
);
if (!program) fail(`There is no command '${command}'.`);

const child = spawn(process.execPath, [tsx, path.join(root, program), ...args], {
  cwd: root,
  stdio: "inherit",
});

// The child decides how to end: both get the terminal's Ctrl-C, and we pass on a service manager's signal.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));

function installPackages() {
  const lock = digest("package-lock.json");
  if (readNote("packages") === lock && existsSync(path.join(root, "node_modules/tsx"))) return;

  console.log("Installing packages ...");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const { status } = spawnSync(npm, ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) fail("npm ci failed. Check that the npm registry can be reached, then try again.");
  writeNote("packages", lock);
}

function generateClient() {
  const schema = digest("package-lock.json", "prisma/schema.prisma");
  if (readNote("client") === schema && existsSync(path.join(root, "prisma/generated/client.ts"))) return;

  const { status, stderr } = spawnSync(
    process.execPath,
    [path.join(root, "node_modules/prisma/build/index.js"), "generate"],
    {
      cwd: root,
      encoding: "utf8",
      // Generating needs no engine, but the command looks for one and would download it; any existing file will do.
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: "1",
        CHECKPOINT_DISABLE: "1",
      },
    },
  );
  if (status !== 0) fail(`prisma generate failed:\n${stderr}`);
  writeNote("client", schema);
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
