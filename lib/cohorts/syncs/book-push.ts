import { v7 as uuidv7 } from "uuid";
import { IS_CLEARING } from "@/lib/cohorts/members/may-have-attribute";
import type { OwedMember } from "@/lib/cohorts/members/owed-members";
import { pool } from "@/lib/kernel/database";
import { DESTINATION_FLOWS } from "@/lib/kernel/holds/hold-rule";

/**
 * Records a call before it is made, with all its members: if the process dies, its successor knows who may have been
 * sent. A change of identifier or workspace or a resync in the meantime finds the call and voids it, because each locks
 * the segment's row. Only the slice named in the sync's row may begin one: so a slice that lost its lock begins none that
 * its successor has not seen, and one that has read what was changed since begins none at all (`forgetAcked`).
 * @returns the push's id; null when the slice must stop: the sync is over, being cancelled or taken over, what it sends
 *   was changed, or its segment or destination is off or paused
 */
export async function bookPush(
  sync: { id: string; segmentId: string; sliceId: string },
  members: readonly Pick<OwedMember, "userKey" | "wanted">[],
): Promise<string | null> {
  const id = uuidv7();
  const { rowCount } = await pool.query(bookingOf(sync, id, members));
  return rowCount ? id : null;
}

/** The statement that books a call: it locks the rows of the segment and of the sync. */
export function bookingOf(
  sync: { id: string; segmentId: string; sliceId: string },
  pushId: string,
  members: readonly Pick<OwedMember, "userKey" | "wanted">[],
) {
  const adds = members.filter((member) => member.wanted).length;
  return {
    name: "begin-push",
    text: `
      WITH held AS (
        SELECT s.id, s.customer_id
        FROM segment s
        JOIN destination d ON d.id = s.destination_id
        JOIN customer c ON c.id = s.customer_id
        WHERE s.id = $2 AND (s.mode <> 'off' OR ${IS_CLEARING}) AND ${DESTINATION_FLOWS}
        FOR NO KEY UPDATE OF s
      ), going AS (
        UPDATE sync SET touched_at = now(), pushes = pushes + 1
        WHERE id = $1 AND slice_id = $7 AND state = 'running' AND cancel_requested_at IS NULL AND EXISTS (SELECT FROM held)
        RETURNING id
      )
      INSERT INTO push (id, customer_id, segment_id, sync_id, adds, removes, user_keys, state)
      SELECT $3, held.customer_id, held.id, going.id, $4, $5, $6, 'sending' FROM held, going`,
    values: [
      sync.id,
      sync.segmentId,
      pushId,
      adds,
      members.length - adds,
      members.map((member) => member.userKey),
      sync.sliceId,
    ],
  };
}
