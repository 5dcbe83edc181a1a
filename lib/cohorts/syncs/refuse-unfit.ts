import { openSegmentDay } from "@/lib/cohorts/history/segment-days";
import type { OwedMember } from "@/lib/cohorts/members/owed-members";
import { settleUnfit } from "@/lib/cohorts/members/settle-unfit";
import { inTransaction } from "@/lib/kernel/database";
import { isAddressKind, isFit } from "@/lib/vendors/braze/address-forms";
import type { LoadedSync } from "./load-sync";

/**
 * Leaves those out of a call whose keys are no email addresses or phone numbers, where they should be: they are refused here with the
 * reason, and their neighbours are sent. A slice that lost its turn, as it does when the identifier is changed, refuses nobody: it sends
 * nobody either.
 * @returns the members that can be sent, and how many were refused
 */
export async function refuseUnfit(
  sync: Pick<LoadedSync, "id" | "segmentId" | "identifierKind" | "isClearing"> & { sliceId: string },
  part: readonly OwedMember[],
): Promise<{ fit: readonly OwedMember[]; refused: number }> {
  const { identifierKind: kind, segmentId, isClearing } = sync;
  if (!isAddressKind(kind)) return { fit: part, refused: 0 };

  const fit = part.filter(({ userKey }) => isFit(kind, userKey));
  if (fit.length === part.length) return { fit, refused: 0 };

  const members = part.filter(({ userKey }) => !isFit(kind, userKey));
  const refused = await inTransaction(async (sql) => {
    await sql.query("SELECT FROM segment WHERE id = $1 FOR NO KEY UPDATE", [segmentId]);
    const { rowCount } = await sql.query(
      "UPDATE sync SET touched_at = now() WHERE id = $1 AND slice_id = $2 AND state = 'running'",
      [sync.id, sync.sliceId],
    );
    if (!rowCount) return 0;

    await openSegmentDay(sql, segmentId);
    const count = await settleUnfit(sql, segmentId, kind, { members, isClearing });
    await sql.query("UPDATE sync SET refused = refused + $2, unfit = unfit + $2 WHERE id = $1", [
      sync.id,
      count,
    ]);
    return count;
  });
  return { fit, refused };
}
