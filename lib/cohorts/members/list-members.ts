import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { type Page, pageInput, pageOf, readCursor, toPage } from "@/lib/kernel/api/keyset";
import { pool, prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { IS_OWED } from "@/lib/kernel/is-owed";

/** Which members to list: those owed or refused, and the one with a user key. Without either: all. */
export const memberListInput = z.strictObject({
  ...pageInput,
  standing: z.enum(["owed", "refused"]).optional(),
  userKey: z.string().min(1).max(1_000).optional(),
});

/** A member of a segment. Its user key is personal data, so only for signed-in members of the team. */
const memberView = z
  .strictObject({
    userKey: z.string(),
    /** Heap says it is a member. */
    wanted: z.boolean(),
    /** Braze accepted it as a member; null: unknown, because a call broke off or a resync was requested. */
    acked: z.boolean().nullable(),
    /** Braze's message when it refused this member. */
    refused: z.string().nullable(),
  })
  .meta({ id: "Member" });

export type MemberView = z.infer<typeof memberView>;
export const memberPage = pageOf(memberView);

/**
 * A segment's members, ordered by user key.
 * @throws TributaryError `forbidden`; `not_found`, also for a segment of another customer; `invalid` cursor
 */
export async function listMembers(
  ctx: Ctx,
  input: z.infer<typeof memberListInput> & { customerId: string; segmentId: string },
): Promise<Page<MemberView>> {
  requireRole(ctx, "viewer");
  const afterKey = readCursor(input.cursor, z.string()) ?? "";
  const { customerId, segmentId, standing, userKey } = input;
  const segment = await prisma.segment.findFirst({
    where: { id: segmentId, customerId },
    select: { id: true },
  });
  if (!segment) throw new TributaryError("not_found", "There is no such segment.");

  const { rows } = await pool.query<MemberView>(
    `SELECT m.user_key AS "userKey", m.wanted, m.acked, m.refused FROM member m
     WHERE m.segment_id = $1 AND ${whichMembers(standing)} AND ($2::text IS NULL OR m.user_key = $2) AND m.user_key > $3
     ORDER BY m.user_key LIMIT $4`,
    [segmentId, userKey ?? null, afterKey, input.limit + 1],
  );
  return toPage(
    rows,
    input.limit,
    (row) => row.userKey,
    (row) => row,
  );
}

/** A condition on `member m`. Each uses its partial index, which PostgreSQL chooses only for exactly these words. */
export function whichMembers(standing: "owed" | "refused" | undefined): string {
  return standing === "owed" ? IS_OWED : standing === "refused" ? "m.refused IS NOT NULL" : "true";
}
