import type { EngineFacts } from "@/lib/insight/metrics/set-gauges";
import { pool } from "@/lib/kernel/database";
import { engineKind } from "@/lib/kernel/env";
import { engineBacklog } from "./embedded/backlog";

/** What the embedded engine has before it; null when Inngest runs the functions and has metrics of its own. */
export async function readEngineFacts(): Promise<EngineFacts | null> {
  return engineKind() === "embedded" ? engineBacklog(pool) : null;
}
