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
 * Records a call before it is made, with all its members: if the process dies, its successor knows who may have been
 * sent. A change of identifier or a resync in the meantime finds the call and voids it, because both lock the
 * segment's row. Only the slice named in the sync's row may begin one, so a slice that lost its lock begins none that
 * its successor has not seen.
 * @returns null when the slice must stop: the sync is over, being cancelled or taken over, or its segment or
 *   destination is off or paused
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
