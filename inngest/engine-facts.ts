import type { EngineFacts } from "@/lib/insight/metrics/set-gauges";
import { pool } from "@/lib/kernel/database";
import { engineKind } from "@/lib/kernel/env";
import { engineBacklog } from "./embedded/backlog";

/** The embedded engine's waiting work; null when Inngest runs the functions and has its own metrics. */
export async function readEngineFacts(): Promise<EngineFacts | null> {
  return engineKind() === "embedded" ? engineBacklog(pool) : null;
}
