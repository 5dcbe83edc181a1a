import { pool } from "@/lib/kernel/database";
import type { RunningDeletion } from "./load-deletion";

/** How long a slice that began before the suppression may take at most, with its last call to Heap. */
const SETTLING_SECONDS = 60;

/**
 * Whether something may still reach a Heap app that was mapped before the person's last id was suppressed, and would
 * create them again: a call that is out, or a slice of forwarding or of a replay that may yet make one. A call counts
 * until it has ended; the sweep closes one whose process died. A slice counts for a minute.
 */
export async function isOnItsWay(
  heapApp: string,
  { id, startedAt }: Pick<RunningDeletion, "id" | "startedAt">,
): Promise<boolean> {
  const { rows } = await pool.query<{ isOnItsWay: boolean }>(
    `SELECT COALESCE(EXISTS (SELECT FROM delivery d WHERE d.heap_app = $1 AND d.state = 'sending'
                      AND d.started_at < s.suppressed_at + make_interval(secs => $4))
         OR now() < s.suppressed_at + make_interval(secs => $4) AND (
              EXISTS (SELECT FROM heap_app a WHERE a.key = $1 AND a.open_slices > 0)
              OR EXISTS (SELECT FROM open_slice o JOIN replay r ON r.id = o.subject_id JOIN source ON source.id = r.source_id
                         WHERE o.job = 'replay' AND source.heap_app = $1)), false) AS "isOnItsWay"
     FROM (SELECT COALESCE(max(created_at), $3::timestamptz) AS suppressed_at
           FROM suppression WHERE deletion_request_id = $2) s`,
    [heapApp, id, startedAt, SETTLING_SECONDS],
  );
  return rows[0]?.isOnItsWay ?? false;
}
