import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { bundleProgram } from "./bundle-program";
import { runProgram } from "./run-program";

const root = path.resolve(import.meta.dirname, "..");

/** What the server loads first. A part of the build, so that a start writes nothing and may be in a read-only folder. */
export const SERVER_PRELOAD = path.join(root, ".next", "server-preload.mjs");

const NOTE = path.join(root, ".next", "tributary-sources");
const SOURCES = ["app", "components", "lib", "inngest", "prisma/schema.prisma", "package-lock.json"];
const ROOT_FILES = [
  "instrumentation.ts",
  "next.config.mjs",
  "postcss.config.mjs",
  "proxy.ts",
  "scripts/server-preload.ts",
  "tsconfig.json",
];

/**
 * Makes sure that there is a production build for a start. With NODE_ENV=production it makes none: it takes what is
 * there, with a warning if that is not of these sources.
 * @throws Error when there is none and none may be made, or when the build fails
 */
export async function buildForStart(say: (line: string) => void): Promise<void> {
  if (process.env.NODE_ENV !== "production") return buildIfChanged(say);

  const next = "With NODE_ENV=production nothing is built at startup: run npm run build.";
  const isThere = [path.join(root, ".next", "BUILD_ID"), SERVER_PRELOAD].every((file) => existsSync(file));
  if (!isThere) throw new Error(`There is no production build. ${next}`);
  if (!(await isBuilt(await sourcesDigest())))
    say(`The production build was not made from these sources. ${next}`);
}

/**
 * Makes the production build, unless the present one is already built from these sources.
 * @param options.areTypesChecked the caller has just had them checked, so that the build need not
 * @throws Error with the end of the build's output when it fails
 */
export async function buildIfChanged(
  say: (line: string) => void,
  { areTypesChecked = false } = {},
): Promise<void> {
  const digest = await sourcesDigest();
  if (await isBuilt(digest)) return;

  say("Building for production (about a minute) ...");
  const output: string[] = [];
  const status = await runProgram("next/dist/bin/next", ["build"], {
    variables: {
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      ...(areTypesChecked && { BUILD_WITHOUT_TYPES: "1" }),
    },
    onOutput: (text) => output.push(text),
  });
  if (status !== 0) throw new Error(`The build failed:\n${output.join("").slice(-4_000)}`);
  await bundleProgram("scripts/server-preload.ts", path.relative(root, SERVER_PRELOAD));
  await writeFile(NOTE, digest);
}

async function isBuilt(digest: string): Promise<boolean> {
  return existsSync(NOTE) && (await readFile(NOTE, "utf8")) === digest;
}

async function sourcesDigest(): Promise<string> {
  const hash = createHash("sha256");
  for (const file of [...ROOT_FILES, ...(await Promise.all(SOURCES.map(listFiles))).flat()]) {
    hash.update(file).update(await readFile(path.join(root, file)));
  }
  return hash.digest("hex");
}

async function listFiles(place: string): Promise<string[]> {
  if (path.extname(place)) return [place];

  const entries = await readdir(path.join(root, place), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name));
  return files.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))).sort();
}
