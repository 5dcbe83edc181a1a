import type { TaskState } from "@/prisma/generated/enums";

/**
 * A page signed later than this after the last one of its task may belong to another task of the same name. Twice what a
 * signature's time may differ, so that a repeat of the same request is never taken for news. Our choice: Heap does not
 * say how long it repeats a page.
 */
export const USED_AGAIN_AFTER_MS = 10 * 60 * 1_000;
/** From here on it does, whatever is missing: nobody waits that long for a page. */
const LONG_AGO_MS = 24 * 60 * 60 * 1_000;

/**
 * Whether a page opens a new task under the name of an earlier one. Heap calls `sync_task_id` unique for a sync, yet its
 * own reference tool uses one again for each sample (github.com/heap/heap-api-reference): without this, whoever left in
 * the meantime and comes back would never be wanted again. A page that its task still misses is late, not new. Pure.
 * @param task the newest task of that name, and whether it has this page's number already
 * @param tsMs when the page was signed
 */
export function isUsedAgain(
  task: { state: TaskState; lastSignedMs: number; hasPage: boolean; hasAllPages: boolean },
  tsMs: number,
): boolean {
  const sinceMs = tsMs - task.lastSignedMs;
  if (sinceMs <= USED_AGAIN_AFTER_MS) return false;
  return task.state === "complete" || task.hasAllPages || task.hasPage || sinceMs > LONG_AGO_MS;
}
