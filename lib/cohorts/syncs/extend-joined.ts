import { TO_SEND_COUNT } from "@/lib/cohorts/members/may-have-attribute";
import type { Sql } from "@/lib/kernel/database";

/**
 * A sync under way that a resync or the clearing of an attribute joins has everybody ahead of it again: its progress must say so.
 * @param sql a transaction that has locked the segment's row
 */
export async function extendJoined(sql: Sql, syncId: string): Promise<void> {
  await sql.query(
    `UPDATE sync y SET owed_at_start = y.added + y.removed + y.refused + ${TO_SEND_COUNT}
     FROM segment s WHERE y.id = $1::uuid AND s.id = y.segment_id AND y.owed_at_start IS NOT NULL`,
    [syncId],
  );
}
