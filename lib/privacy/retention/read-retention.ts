import { env } from "@/lib/kernel/env";
import type { Retention } from "./apply-retention";

/** How long things are kept, as configured. */
export function readRetention(): Retention {
  const { RETENTION_BODY_DAYS: bodyDays, RETENTION_OUTCOME_DAYS: outcomeDays } = env();
  return { bodyDays, outcomeDays };
}
