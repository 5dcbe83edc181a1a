import type { Sql } from "@/lib/kernel/database";
import { type AddressKind, UNFIT_WORDS } from "@/lib/vendors/braze/address-forms";
import type { OwedMember } from "./owed-members";

/**
 * Settles members whose keys cannot be sent, without a call: Braze cannot have them under this kind of address. Who is to enter is
 * refused, with the reason; who is to leave is not there, so they are owed no longer, and neither is one that changed since it was read.
 * While an attribute is being removed from everybody, they are refused too: Braze may have it from a time under another identifier, and no
 * call can reach that.
 * @param sql a transaction that has locked the segment's row
 * @returns how many are refused now
 */
export async function settleUnfit(
  sql: Sql,
  segmentId: string,
  kind: AddressKind,
  { members, isClearing }: { members: readonly OwedMember[]; isClearing: boolean },
): Promise<number> {
  const { rows } = await sql.query<{ refused: number }>(
    `WITH before AS (
       SELECT count(*) AS acked FROM member WHERE segment_id = $1::uuid AND user_key = ANY ($2::text[]) AND acked
     ), settled AS (
       UPDATE member m SET acked = false, refused = CASE WHEN m.wanted OR $4::boolean THEN $3 END
       WHERE m.segment_id = $1::uuid AND m.user_key = ANY ($2::text[]) RETURNING m.refused
     ), counted AS (
       UPDATE segment SET acked_count = acked_count - before.acked FROM before WHERE id = $1::uuid
     )
     SELECT count(refused)::int AS refused FROM settled`,
    [segmentId, members.map(({ userKey }) => userKey), UNFIT_WORDS[kind], isClearing],
  );
  return rows[0]?.refused ?? 0;
}
