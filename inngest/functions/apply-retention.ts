import { env } from "@/lib/env";
import { applyRetention } from "@/lib/retention/apply";
import { inngest } from "../client";

/** A run prunes at most so many chunks; what is left waits for the next hour. */
const CHUNKS_PER_RUN = 200;

/** Each hour prunes bodies and outcomes that are older than the configured retention, in bounded chunks. */
export const pruneOld = inngest.createFunction(
  { id: "apply-retention", triggers: [{ cron: "17 * * * *" }], retries: 2 },
  async ({ step }) => {
    for (let chunk = 1; chunk <= CHUNKS_PER_RUN; chunk++) {
      const { RETENTION_BODY_DAYS: bodyDays, RETENTION_OUTCOME_DAYS: outcomeDays } = env();
      const pruned = await step.run(`prune-${chunk}`, () => applyRetention({ bodyDays, outcomeDays }));
      if (pruned === 0) return { chunks: chunk };
    }
    return { chunks: CHUNKS_PER_RUN };
  },
);
