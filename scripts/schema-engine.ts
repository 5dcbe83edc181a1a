import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg";
import { CatalogAdapter } from "./catalog-adapter";

const PRISMA_FOLDER = path.resolve(import.meta.dirname, "../prisma");
const NO_FILTERS = { externalTables: [], externalEnums: [] };

let instantiated: Promise<void> | undefined;

/**
 * Runs `work` with Prisma's own schema engine built for WebAssembly, which comes as a package; its binary does not.
 */
async function withEngine<T>(
  databaseUrl: string,
  work: (engine: glue.SchemaEngine) => Promise<T>,
): Promise<T> {
  instantiated ??= instantiate();
  await instantiated;

  const schema = await readSchema();
  const adapter = new CatalogAdapter(databaseUrl);
  const factory = bindMigrationAwareSqlAdapterFactory(adapter);
  const engine = await glue.SchemaEngine.new(
    { datamodels: [[schema.path, schema.content]] },
    () => {},
    factory,
  );

  try {
    return await work(engine);
  } finally {
    engine.free();
    await adapter.close();
  }
}

/** Where the engine leaves its error message before it gives up. */
const panics = globalThis as typeof globalThis & {
  PRISMA_WASM_PANIC_REGISTRY?: { set_message(words: string): void };
};

async function instantiate(): Promise<void> {
  panics.PRISMA_WASM_PANIC_REGISTRY = { set_message: (words) => console.error(words) };

  const file = createRequire(import.meta.url)
    .resolve("@prisma/schema-engine-wasm/schema_engine_bg")
    .replace(/\.js$/, ".wasm");
  const module = await WebAssembly.compile(await readFile(file));
  const instance = await WebAssembly.instantiate(module, {
    "./schema_engine_bg.js": glue as unknown as WebAssembly.ModuleImports,
  });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
}

async function readSchema(): Promise<{ path: string; content: string }> {
  const file = path.join(PRISMA_FOLDER, "schema.prisma");
  return { path: file, content: await readFile(file, "utf8") };
}

async function readMigrations(): Promise<glue.MigrationList> {
  const baseDir = path.join(PRISMA_FOLDER, "migrations");
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrationDirectories = await Promise.all(
    names.sort().map(async (name) => {
      const script = await readFile(path.join(baseDir, name, "migration.sql"), "utf8");
      // The engine sends each script as one transaction, and builds an empty database.
      const value = script.replace(/\bCONCURRENTLY\b/gi, "");
      return { path: name, migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value } } };
    }),
  );

  const content = await readFile(path.join(baseDir, "migration_lock.toml"), "utf8");
  return {
    baseDir,
    lockfile: { path: "migration_lock.toml", content },
    shadowDbInitScript: "",
    migrationDirectories,
  };
}

/**
 * The SQL that would turn what the migrations build into what schema.prisma says; empty when they agree. Uses a
 * shadow database beside the given one, which the engine makes and drops.
 */
export async function diffMigrationsAndSchema(databaseUrl: string): Promise<string> {
  const migrations = await readMigrations();
  const schema = await readSchema();

  return withEngine(databaseUrl, async (engine) => {
    const diff = await engine.diff({
      from: { tag: "migrations", ...migrations },
      to: { tag: "schemaDatamodel", files: [schema] },
      script: true,
      exitCode: true,
      filters: NO_FILTERS,
    });
    return diff.exitCode === 0 ? "" : (diff.stdout ?? "");
  });
}
