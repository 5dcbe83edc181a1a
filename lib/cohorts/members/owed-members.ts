import type { Queryable, Sql } from "@/lib/kernel/database";
import { IS_OWED } from "@/lib/kernel/is-owed";
import { IS_CLEARING, MAY_HAVE_ATTRIBUTE } from "./may-have-attribute";
import { NEEDS_NAME } from "./needs-name";

/** A user that Braze must be told about: to enter (`wanted`) or to leave the cohort or attribute. */
export interface OwedMember {
  userKey: string;
  wanted: boolean;
  /** Who leaves an attribute loses it, instead of having it as `false`. Always false for who enters. */
  clears: boolean;
}

/** Which members a sync of a segment sends. */
export interface OwedBy {
  segmentId: string;
  /** The attribute is taken away from everybody. */
  isClearing: boolean;
  /** Who leaves loses the attribute. */
  clearsLeavers: boolean;
}

/** The next owed members after a user key, ordered by user key; start with an empty one. */
export async function takeOwed(
  db: Queryable,
  { segmentId, isClearing, clearsLeavers }: OwedBy,
  afterKey: string,
  limit: number,
): Promise<OwedMember[]> {
  if (isClearing) return takeToClear(db, segmentId, afterKey, limit);

  const { rows } = await db.query<OwedMember>({
    name: "take-owed",
    text: `SELECT m.user_key AS "userKey", m.wanted,
                  NOT m.wanted AND ($4::boolean OR m.attribute_state = 'clearing') AS clears
           FROM member m
           WHERE m.segment_id = $1 AND ${IS_OWED} AND m.user_key > $2 ORDER BY m.user_key LIMIT $3`,
    values: [segmentId, afterKey, limit, clearsLeavers],
  });
  return rows;
}

async function takeToClear(
  db: Queryable,
  segmentId: string,
  afterKey: string,
  limit: number,
): Promise<OwedMember[]> {
  const { rows } = await db.query<OwedMember>(
    `SELECT m.user_key AS "userKey", false AS wanted, true AS clears FROM member m
     WHERE m.segment_id = $1 AND ${MAY_HAVE_ATTRIBUTE} AND m.user_key > $2 ORDER BY m.user_key LIMIT $3`,
    [segmentId, afterKey, limit],
  );
  return rows;
}

/** Whether a sync has anything to do: owed members, an attribute to take away, or a cohort without its name. */
export async function needsSync(sql: Sql, segmentId: string): Promise<boolean> {
  const { rows } = await sql.query<{ needed: boolean }>(
    `SELECT CASE WHEN ${IS_CLEARING} THEN EXISTS (SELECT FROM member m WHERE m.segment_id = s.id AND ${MAY_HAVE_ATTRIBUTE})
                 ELSE ${NEEDS_NAME} OR EXISTS (SELECT FROM member m WHERE m.segment_id = s.id AND ${IS_OWED}) END AS needed
     FROM segment s JOIN destination d ON d.id = s.destination_id WHERE s.id = $1`,
    [segmentId],
  );
  return rows[0]?.needed ?? false;
}
