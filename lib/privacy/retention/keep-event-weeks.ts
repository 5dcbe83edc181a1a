import { dropEventWeeks, makeEventWeeks, makePackWeeks, shrinkEventWeeks } from "@/lib/kernel/event-weeks";
import { log } from "@/lib/kernel/log";
import type { Retention } from "./apply-retention";

/**
 * Makes the partitions of the events' weeks to come, prepares past weeks for packs and gives back their disk space once they are packed,
 * and drops weeks that are older than the retention. What fails is tried again by the next run: nothing is lost without a week, nothing
 * is packed without a place for packs, and what should be dropped is pruned row by row.
 * @returns how many weeks it dropped
 */
export async function keepEventWeeks({ outcomeDays }: Pick<Retention, "outcomeDays">): Promise<number> {
  await makeEventWeeks().catch((err) =>
    log.error({ err }, "the partitions of the coming weeks could not be made; the next run tries again"),
  );
  await makePackWeeks()
    .then(shrinkEventWeeks)
    .catch((err) =>
      log.warn(
        { err },
        "a past week is in use: it could not be prepared for packs, or its disk space not given back; the next run tries again",
      ),
    );
  return dropEventWeeks(outcomeDays).catch((err) => {
    log.warn({ err }, "old events could not be dropped by the week; they are deleted row by row instead");
    return 0;
  });
}
