import { randomUUID } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");

/**
 * Bundles a TypeScript file of ours into one that Node runs by itself, for processes that should be small or must
 * not load anything else first. Packages stay outside, as files of node_modules.
 * @param outfile where to, as seen from the checkout; several processes may write it at once
 * @returns its whole path
 */
export async function bundleProgram(entry: string, outfile: string): Promise<string> {
  // Loaded only here: the image has no esbuild, and its admin commands contain this file.
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    packages: "external",
    alias: { "@": root },
    platform: "node",
    format: "esm",
    target: "node20",
    write: false,
    logLevel: "warning",
  });
  const file = path.join(root, outfile);
  const draft = `${file}.${randomUUID()}`;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(draft, outputFiles[0]?.contents ?? "");
  await rename(draft, file);
  return file;
}
