import type { Queryable, Sql } from "@/lib/kernel/database";
import { IS_OWED } from "@/lib/kernel/is-owed";
import { NEEDS_NAME } from "./needs-name";

/** A user that Braze must be told about: to enter (`wanted`) or to leave the cohort. */
export interface OwedMember {
  userKey: string;
  wanted: boolean;
}

/** The next owed members after a user key, ordered by user key; start with an empty one. */
export async function takeOwed(
  db: Queryable,
  segmentId: string,
  afterKey: string,
  limit: number,
): Promise<OwedMember[]> {
  const { rows } = await db.query<OwedMember>({
    name: "take-owed",
    text: `SELECT m.user_key AS "userKey", m.wanted FROM member m
           WHERE m.segment_id = $1 AND ${IS_OWED} AND m.user_key > $2 ORDER BY m.user_key LIMIT $3`,
    values: [segmentId, afterKey, limit],
  });
  return rows;
}

/** Whether a sync has anything to do: owed members, or a cohort without its name. */
export async function needsSync(sql: Sql, segmentId: string): Promise<boolean> {
  const { rows } = await sql.query<{ needed: boolean }>(
    `SELECT ${NEEDS_NAME}
            OR EXISTS (SELECT FROM member m WHERE m.segment_id = s.id AND ${IS_OWED}) AS needed
     FROM segment s JOIN destination d ON d.id = s.destination_id WHERE s.id = $1`,
    [segmentId],
  );
  return rows[0]?.needed ?? false;
}
