import { lockSegmentRow } from "@/lib/cohorts/locks/lock-segment-row";
import { needsSync } from "@/lib/cohorts/members/owed-members";
import { queueSync } from "@/lib/cohorts/syncs/queue-sync";
import { openAlert, resolveAlert } from "@/lib/kernel/alerts/open-alert";
import { inTransaction, type Sql } from "@/lib/kernel/database";
import { counted } from "@/lib/kernel/words";
import { QUIET_SECONDS } from "./find-segments-to-decide";

interface ReceivingTask {
  id: string;
  syncTaskId: string;
  totalPages: number;
  presentPages: number;
  isQuiet: boolean;
}

/** The decision. */
export interface Decision {
  /** Tasks that are complete now, or that we no longer wait for. */
  decided: number;
  /** A sync that pushes what they changed: new, under way, or requested and not begun. */
  syncId: string | null;
}

/**
 * Decides a segment's tasks: one with all its pages is complete; one that has been quiet for two minutes is
 * incomplete, which opens an alert. If any was decided and Braze is owed something, requests a delta sync in the same
 * transaction.
 */
export async function decideTask(segmentId: string): Promise<Decision> {
  return inTransaction(async (sql) => {
    const segment = await lockSegmentRow(sql, segmentId);
    if (!segment) return { decided: 0, syncId: null };

    const tasks = await findReceivingTasks(sql, segmentId);
    const decided = tasks.filter((task) => task.presentPages >= task.totalPages || task.isQuiet);
    if (decided.length === 0) return { decided: 0, syncId: await findQueuedSync(sql, segmentId) };

    for (const task of decided) await closeTask(sql, task);
    await noteMissingPages(sql, segment);

    const isResting = segment.mode === "off" || segment.hold !== null;
    if (isResting || !(await needsSync(sql, segmentId))) {
      return { decided: decided.length, syncId: null };
    }

    const { syncId } = await queueSync(sql, { segmentId, trigger: "delta", requestedBy: "Heap" });
    return { decided: decided.length, syncId };
  });
}

/** When the deciding step runs again after a crash, nothing is left to decide, but the sync may never have started. */
async function findQueuedSync(sql: Sql, segmentId: string): Promise<string | null> {
  const { rows } = await sql.query<{ id: string }>(
    "SELECT id FROM sync WHERE segment_id = $1::uuid AND state = 'queued'",
    [segmentId],
  );
  return rows[0]?.id ?? null;
}

async function findReceivingTasks(sql: Sql, segmentId: string): Promise<ReceivingTask[]> {
  const { rows } = await sql.query<ReceivingTask>(
    `SELECT t.id, t.sync_task_id AS "syncTaskId", t.total_pages AS "totalPages",
            (SELECT count(DISTINCT p.page_number)::int FROM page p
             WHERE p.task_id = t.id AND p.page_number BETWEEN 1 AND t.total_pages) AS "presentPages",
            t.last_page_at < now() - make_interval(secs => $2) AS "isQuiet"
     FROM task t WHERE t.segment_id = $1 AND t.state = 'receiving'`,
    [segmentId, QUIET_SECONDS],
  );
  return rows;
}

async function closeTask(sql: Sql, task: ReceivingTask): Promise<void> {
  await sql.query("UPDATE task SET state = $2::task_state WHERE id = $1", [
    task.id,
    task.presentPages >= task.totalPages ? "complete" : "incomplete",
  ]);
}

/**
 * Opens the segment's alert while a task of it lacks pages, and ends it when their pages came, when the segment was
 * drained since, or when a later task named as many users as it has, as Heap does when it sends all of them again.
 */
async function noteMissingPages(
  sql: Sql,
  segment: { id: string; customerId: string; destinationId: string; name: string },
): Promise<void> {
  const { rows } = await sql.query<{ totalPages: number; presentPages: number; lastPageAt: Date }>(
    `SELECT t.total_pages AS "totalPages",
            (SELECT count(DISTINCT p.page_number)::int FROM page p
             WHERE p.task_id = t.id AND p.page_number BETWEEN 1 AND t.total_pages) AS "presentPages",
            t.last_page_at AS "lastPageAt"
     FROM segment s JOIN task t ON t.segment_id = s.id
     WHERE s.id = $1 AND t.state = 'incomplete' AND t.task_order > s.drained_order
       AND NOT EXISTS (
         SELECT FROM task later WHERE later.segment_id = s.id AND later.task_order > t.task_order
           AND later.state = 'complete' AND later.entries > 0 AND later.entries >= s.wanted_count)
     ORDER BY t.task_order DESC LIMIT 1`,
    [segment.id],
  );
  const [task] = rows;
  const alert = { customerId: segment.customerId, kind: "pages_missing", subject: segment.id } as const;
  if (!task) return resolveAlert(sql, alert);

  await openAlert(sql, {
    ...alert,
    destinationId: segment.destinationId,
    segmentId: segment.id,
    occurredAt: task.lastPageAt,
    message: `Heap announced ${counted(task.totalPages, "update")} for “${segment.name}” and sent ${task.presentPages}; what arrived was applied.`,
    nextAction:
      "Sync the segment again in Heap. If it stays incomplete, turn its sync in Heap off and on again.",
  });
}
