import { log } from "@/lib/kernel/log";
import { metrics } from "@/lib/kernel/metrics/registry";
import { storageState } from "@/lib/kernel/process-health/storage-state";
import { readFacts } from "./read-metric-facts";
import { type EngineFacts, setGauges } from "./set-gauges";

export interface PrintedMetrics {
  contentType: string;
  text: string;
}

/**
 * What this process counted and what the database says now, in Prometheus's text format. Never throws because of the
 * database: what this process knows matters most while the database is away.
 * @param readEngine reads the engine's waiting work; null when another server runs the functions
 */
export async function printMetrics(readEngine: () => Promise<EngineFacts | null>): Promise<PrintedMetrics> {
  const [facts, engine, storage] = await Promise.allSettled([readFacts(), readEngine(), storageState()]);
  for (const read of [facts, engine]) {
    if (read.status === "rejected")
      log.warn({ err: read.reason }, "the database returned no figures for a scrape");
  }
  setGauges(
    facts.status === "fulfilled" ? facts.value : null,
    engine.status === "fulfilled" ? engine.value : null,
    storage.status === "fulfilled" ? storage.value : "unknown",
  );
  return { contentType: metrics.registry.contentType, text: await metrics.registry.metrics() };
}
