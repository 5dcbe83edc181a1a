import { dropEventWeeks, makeEventWeeks } from "@/lib/kernel/event-weeks";
import { log } from "@/lib/kernel/log";
import type { Retention } from "./apply-retention";

/**
 * Makes the partitions of the events' weeks to come, and drops those that are older than the retention. What fails is tried
 * again by the next run: nothing is lost without a week, and what should be dropped is pruned row by row.
 * @returns how many weeks it dropped
 */
export async function keepEventWeeks({ outcomeDays }: Pick<Retention, "outcomeDays">): Promise<number> {
  await makeEventWeeks().catch((err) =>
    log.error({ err }, "the partitions of the coming weeks could not be made; the next run tries again"),
  );
  return dropEventWeeks(outcomeDays).catch((err) => {
    log.warn({ err }, "old events could not be dropped by the week; they are deleted row by row instead");
    return 0;
  });
}
