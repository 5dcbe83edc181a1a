import { LOST_CALL_SECONDS } from "@/lib/forwarding/deliveries/book-delivery";
import { pool } from "@/lib/kernel/database";
import type { RunningDeletion } from "./load-deletion";

/** How long after a suppression was begun it is in force at the latest. Nothing is done in its transaction but that. */
const SUPPRESSING_SECONDS = 60;

/**
 * Whether a slice that began at `begun` may still send, in SQL. A live one books or ends a call to Heap at least every
 * 120 seconds: a call takes 30 at most, and between two there are only short questions to the database. Without a sign in
 * that time its process has died.
 */
const isAlive = (begun: string, calls: string) => `
  (${begun} > now() - make_interval(secs => $5) OR now() < s.suppressed_at + make_interval(secs => $4)
    OR EXISTS (SELECT FROM delivery d WHERE ${calls} AND d.started_at > now() - make_interval(secs => 3 * $5)
                 AND COALESCE(d.finished_at, d.started_at) > now() - make_interval(secs => $5)))`;

/**
 * Whether something may still reach a Heap app that was read before the person's last id was suppressed, and would
 * create them again: a call that is out, or a slice of forwarding or of a replay that began before.
 *
 * A slice looks right before each call who must be left out (lib/forwarding/deliveries/leave-out-suppressed.ts). It is waited for
 * all the same: calls with user properties are not booked, and a process of an older version does not ask. A call counts until
 * it has ended; the sweep closes one whose process died. A slice counts until it has ended, or shows that it is dead.
 */
export async function isOnItsWay(
  heapApp: string,
  { id, startedAt }: Pick<RunningDeletion, "id" | "startedAt">,
): Promise<boolean> {
  const { rows } = await pool.query<{ isOnItsWay: boolean }>(
    `SELECT COALESCE(
       EXISTS (SELECT FROM delivery d WHERE d.heap_app = $1 AND d.state = 'sending' AND d.started_at < s.until)
       OR EXISTS (SELECT FROM heap_app a WHERE a.key = $1 AND a.open_slices > 0
                    AND COALESCE(a.slice_begun_at, '-infinity') < s.until
                    AND ${isAlive("COALESCE(a.slice_begun_at, '-infinity')", "d.heap_app = $1")})
       OR EXISTS (SELECT FROM open_slice o JOIN replay r ON r.id = o.subject_id JOIN source ON source.id = r.source_id
                  WHERE o.job = 'replay' AND source.heap_app = $1 AND r.state = 'running' AND o.begun_at < s.until
                    AND ${isAlive("o.begun_at", "d.source_id = r.source_id")}), false) AS "isOnItsWay"
     FROM (SELECT suppressed_at, suppressed_at + make_interval(secs => $4) AS until
           FROM (SELECT COALESCE(max(created_at), $3::timestamptz) AS suppressed_at
                 FROM suppression WHERE deletion_request_id = $2) m) s`,
    [heapApp, id, startedAt, SUPPRESSING_SECONDS, LOST_CALL_SECONDS],
  );
  return rows[0]?.isOnItsWay ?? false;
}
