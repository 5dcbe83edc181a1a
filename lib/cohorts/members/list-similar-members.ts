import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { pool, prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { MOST_SPELLINGS, otherSpellings } from "@/lib/kernel/other-spellings";

/** A user id as somebody typed it; nothing is similar to nothing. */
export const similarMemberInput = z.strictObject({ userKey: z.string().max(1_000).default("") });

export const similarMemberList = z
  .strictObject({ items: z.array(z.string()) })
  .meta({ id: "SimilarMembers" });

/** So many members, in the order of their ids, are searched for any mix of cases. */
const FIRST_MEMBERS = 100_000;

/**
 * Members of a segment whose ids differ from what was typed only in upper and lower case or in white space around it, at
 * most five. The usual spellings are looked up among all members, any other mix of cases among the first 100,000.
 * @throws TributaryError `forbidden`; `not_found`, also for a segment of another customer
 */
export async function listSimilarMembers(
  ctx: Ctx,
  input: z.infer<typeof similarMemberInput> & { customerId: string; segmentId: string },
): Promise<z.infer<typeof similarMemberList>> {
  requireRole(ctx, "viewer");
  const { customerId, segmentId, userKey } = input;
  const segment = await prisma.segment.findFirst({
    where: { id: segmentId, customerId },
    select: { id: true },
  });
  if (!segment) throw new TributaryError("not_found", "There is no such segment.");

  const { rows } = await pool.query<{ userKey: string }>(FIND, [
    segmentId,
    otherSpellings(userKey),
    userKey,
    FIRST_MEMBERS,
    MOST_SPELLINGS,
  ]);
  return { items: rows.map((row) => row.userKey) };
}

const FIND = `
  WITH known AS (
    SELECT m.user_key FROM member m WHERE m.segment_id = $1 AND m.user_key = ANY($2::text[])
    UNION
    SELECT first.user_key FROM (
      SELECT m.user_key FROM member m WHERE m.segment_id = $1 ORDER BY m.user_key LIMIT $4
    ) first
    WHERE lower(first.user_key) = lower(btrim($3))
  )
  SELECT user_key AS "userKey" FROM known WHERE user_key <> $3 ORDER BY user_key LIMIT $5`;
