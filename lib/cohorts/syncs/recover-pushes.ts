import { countPushes, openSegmentDay } from "@/lib/cohorts/history/segment-days";
import { markUnknown } from "@/lib/cohorts/members/mark-unknown";
import { inTransaction, pool } from "@/lib/kernel/database";
import { CALL_TIMEOUT_SECONDS } from "@/lib/vendors/braze/membership-gateway";

/** After this long a call is over, whoever made it: the time-out of the call, of its body (5 s), and some to spare. */
const SETTLE_SECONDS = CALL_TIMEOUT_SECONDS + 10;

/**
 * Takes over the calls of a segment that a dead process left without a result: Braze may or may not have accepted
 * them, so their members are unknown and owed again. To be called once the slice at work is named in the sync's row: from
 * then on nobody else begins a call, and whoever was about to has committed, because `bookPush` locks that row too. Takes
 * the lock of the segment's row in any case: whoever was changing what the slice will read has committed too.
 * @returns how many seconds to wait first, because a call may still be on its way and must not overtake the next one;
 *   0 when all are taken over
 */
export async function recoverPushes(segmentId: string): Promise<number> {
  const { rows: looked } = await pool.query<{ isSending: boolean }>(
    `SELECT EXISTS (SELECT FROM push p WHERE p.segment_id = s.id AND p.state = 'sending') AS "isSending"
     FROM segment s WHERE s.id = $1 FOR NO KEY UPDATE OF s`,
    [segmentId],
  );
  if (!looked[0]?.isSending) return 0;

  return inTransaction(async (sql) => {
    await sql.query("SELECT FROM segment WHERE id = $1 FOR NO KEY UPDATE", [segmentId]);
    const { rows } = await sql.query<{
      id: string;
      /** @neverNull every push is written with its keys */
      userKeys: string[];
      leftSeconds: number;
    }>(
      `SELECT id, user_keys AS "userKeys",
              extract(epoch FROM started_at - now() + make_interval(secs => $2))::float AS "leftSeconds"
       FROM push WHERE segment_id = $1 AND state = 'sending'`,
      [segmentId, SETTLE_SECONDS],
    );
    const leftSeconds = Math.max(0, ...rows.map((push) => push.leftSeconds));
    if (leftSeconds > 0) return leftSeconds;

    if (rows.length > 0) await openSegmentDay(sql, segmentId);
    for (const push of rows) {
      await markUnknown(sql, segmentId, push.userKeys);
      await sql.query(
        `UPDATE push SET state = 'failed', user_keys = '{}', finished_at = now(),
                words = 'There is no record of a response: the process ended during the call.' WHERE id = $1`,
        [push.id],
      );
    }
    await countPushes(
      sql,
      rows.map(({ id }) => id),
    );
    return 0;
  });
}
