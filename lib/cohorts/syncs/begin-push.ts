import { v7 as uuidv7 } from "uuid";
import type { OwedMember } from "@/lib/cohorts/members/owed-members";
import { pool } from "@/lib/kernel/database";
import { DESTINATION_FLOWS } from "@/lib/kernel/holds/hold-rule";
import type { IdentifierKind } from "@/prisma/generated/enums";

export interface BegunPush {
  id: string;
  identifierKind: IdentifierKind;
  aliasLabel: string | null;
}

/**
 * Records a call before it is made, with everybody in it: should the process die, its successor knows who may have
 * been sent. Whoever changes the identifier or asks for a resync meanwhile finds the call and voids it, because both
 * hold the segment's row. Only the slice that the sync's row names may begin one, so a slice whose lock is gone begins
 * none that its successor has not seen.
 * @returns null when the slice is to stop: the sync is over, to be cancelled or in other hands, or its segment or
 *   destination rests
 */
export async function beginPush(
  sync: { id: string; segmentId: string; sliceId: string },
  members: readonly OwedMember[],
): Promise<BegunPush | null> {
  const id = uuidv7();
  const adds = members.filter((member) => member.wanted).length;

  const { rows } = await pool.query<Omit<BegunPush, "id">>({
    name: "begin-push",
    text: `
      WITH held AS (
        SELECT s.id, s.customer_id,
               COALESCE(s.identifier_kind, d.identifier_kind) AS identifier_kind,
               CASE WHEN s.identifier_kind IS NULL THEN d.alias_label ELSE s.alias_label END AS alias_label
        FROM segment s
        JOIN destination d ON d.id = s.destination_id
        JOIN customer c ON c.id = s.customer_id
        WHERE s.id = $2 AND s.mode <> 'off' AND ${DESTINATION_FLOWS}
        FOR NO KEY UPDATE OF s
      ), going AS (
        UPDATE sync SET touched_at = now(), pushes = pushes + 1
        WHERE id = $1 AND slice_id = $7 AND state = 'running' AND cancel_requested_at IS NULL AND EXISTS (SELECT FROM held)
        RETURNING id
      ), begun AS (
        INSERT INTO push (id, customer_id, segment_id, sync_id, adds, removes, user_keys, state)
        SELECT $3, held.customer_id, held.id, going.id, $4, $5, $6, 'sending' FROM held, going
      )
      SELECT identifier_kind AS "identifierKind", alias_label AS "aliasLabel" FROM held, going`,
    values: [
      sync.id,
      sync.segmentId,
      id,
      adds,
      members.length - adds,
      members.map((member) => member.userKey),
      sync.sliceId,
    ],
  });
  return rows[0] ? { id, ...rows[0] } : null;
}
