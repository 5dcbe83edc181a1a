import { setTimeout as pause } from "node:timers/promises";
import { Inngest, type InngestFunction } from "inngest";
import type { Pool } from "pg";
import { afterEach } from "vitest";
import { embeddedClientOptions } from "@/inngest/embedded/embedded-fetch";
import { type EmbeddedEngine, type EngineOptions, startEmbeddedEngine } from "@/inngest/embedded/engine";
import { pool } from "@/lib/kernel/database";
import { asOwner } from "@/tools/testing/owner";

/** Fast enough for tests; each keeps its meaning. */
const TIMING = { heartbeatSeconds: 0.1, deadAfterSeconds: 0.5, retryDelayMs: () => 5 };

const engines = new Set<EmbeddedEngine>();

/** A client of the embedded engine, as the product makes it. */
export function testClient(id = "test", clientPool: Pool = pool) {
  return new Inngest({ id, logger: quiet, ...embeddedClientOptions(clientPool) });
}

/** What the engines of a test logged as errors; shown when a test waits in vain. */
export const complaints: string[] = [];

const complaining = {
  warn: (fields: Record<string, unknown>, message: string) =>
    void complaints.push(`${message} ${fields.err ?? ""}`),
  error: (fields: Record<string, unknown>, message: string) =>
    void complaints.push(`${message} ${fields.err ?? ""}`),
};

/** The SDK reports what functions throw; in these tests they throw on purpose. */
const quiet = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} };

/** Starts an engine that the test need not stop. */
export async function startTestEngine(
  client: Inngest.Any,
  functions: readonly InngestFunction.Any[],
  options: Partial<EngineOptions> = {},
): Promise<EmbeddedEngine> {
  const timing = { ...TIMING, ...options.timing };
  const engine = await startEmbeddedEngine({
    pool,
    client,
    functions,
    logger: complaining,
    ...options,
    timing,
  });
  engines.add(engine);
  return engine;
}

/** Waits until `read` returns something other than undefined, null or false, and returns that. */
export async function eventually<T>(
  read: () => Promise<T> | T,
  withinSeconds = 60,
): Promise<Exclude<T, undefined | null | false>> {
  const deadline = Date.now() + withinSeconds * 1000;

  while (Date.now() < deadline) {
    const value = await read();
    if (value !== undefined && value !== null && value !== false)
      return value as Exclude<T, undefined | null | false>;
    await pause(10);
  }
  throw new Error(`Not within ${withinSeconds} seconds: ${read}\n${complaints.join("\n")}`);
}

/** Waits until no event, debounce or run is left to do. */
export async function settled(): Promise<void> {
  await eventually(async () => {
    const { rows } = await pool.query(`SELECT 1 FROM engine_event WHERE dispatched_at IS NULL
      UNION ALL SELECT 1 FROM engine_debounce
      UNION ALL SELECT 1 FROM engine_run WHERE status NOT IN ('done', 'failed')`);
    return rows.length === 0;
  });
}

afterEach(async () => {
  await Promise.all([...engines].map((engine) => engine.stop()));
  engines.clear();
  complaints.length = 0;
  await asOwner(
    "TRUNCATE engine_event, engine_run, engine_turn, engine_step, engine_debounce, engine_cron, engine_process",
  );
});
