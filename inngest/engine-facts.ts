import { pool } from "@/lib/db";
import { engineKind } from "@/lib/env";
import type { EngineFacts } from "@/lib/metrics/gauges";
import { engineBacklog } from "./embedded/backlog";

/** What the embedded engine has before it; null when Inngest runs the functions and has metrics of its own. */
export async function readEngineFacts(): Promise<EngineFacts | null> {
  return engineKind() === "embedded" ? engineBacklog(pool) : null;
}
