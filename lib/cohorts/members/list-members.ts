import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { type Page, pageInput, pageOf, readCursor, toPage } from "@/lib/kernel/api/keyset";
import { pool, prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { IS_OWED } from "@/lib/kernel/is-owed";
import { trimUnseen } from "@/lib/kernel/trim-unseen";
import { isAddressKind, normalForm } from "@/lib/vendors/braze/address-forms";
import { IS_UNFIT, readIdentifierKind } from "./identifier-of-members";
import { NAMED_ORDER } from "./named-order";

/**
 * Which members to list: those who are in the segment or who left it, those owed or refused, and the one with a user key.
 * Without any: all.
 */
export const memberListInput = z.strictObject({
  ...pageInput,
  standing: z.enum(["in", "left", "owed", "refused"]).optional(),
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
    /** Why it is refused: Braze's message, or Tributary's if `unfit`. */
    refused: z.string().nullable(),
    /** It cannot be sent, because its key is no email address or phone number where it should be: Braze never saw it. */
    unfit: z.boolean(),
    /** When Heap last said that it entered or left. */
    namedAt: z.iso.datetime(),
  })
  .meta({ id: "Member" });

export type MemberView = z.infer<typeof memberView>;
export const memberPage = pageOf(memberView);

type Standing = NonNullable<z.infer<typeof memberListInput>["standing"]>;

export type MemberRow = Omit<MemberView, "namedAt"> & { namedAt: Date };

/** The columns of a `MemberRow` of `member m` in `segment s` of `destination d`. */
export const MEMBER_COLUMNS = `m.user_key AS "userKey", m.wanted, m.acked, m.refused, ${IS_UNFIT} AS unfit, to_timestamp(${NAMED_ORDER} / 1000.0) AS "namedAt"`;

/**
 * A segment's members: those who are in it or left it latest first, all others ordered by user key.
 * @throws TributaryError `forbidden`; `not_found`, also for a segment of another customer; `invalid` cursor
 */
export async function listMembers(
  ctx: Ctx,
  input: z.infer<typeof memberListInput> & { customerId: string; segmentId: string },
): Promise<Page<MemberView>> {
  requireRole(ctx, "viewer");
  const { customerId, segmentId, standing } = input;
  const segment = await prisma.segment.findFirst({
    where: { id: segmentId, customerId },
    select: { id: true },
  });
  if (!segment) throw new TributaryError("not_found", "There is no such segment.");
  const filter = { ...input, userKey: await spelledKey(segmentId, input.userKey) };
  return standing === "in" || standing === "left"
    ? listByTime(filter, standing)
    : listByKey(filter, standing);
}

type ListInput = z.infer<typeof memberListInput> & { segmentId: string };

async function listByKey(input: ListInput, standing: Standing | undefined): Promise<Page<MemberView>> {
  const afterKey = readCursor(input.cursor, z.string()) ?? "";
  const { rows } = await pool.query<MemberRow>(
    `SELECT ${MEMBER_COLUMNS} FROM segment s JOIN destination d ON d.id = s.destination_id JOIN member m ON m.segment_id = s.id
     WHERE s.id = $1 AND ${whichMembers(standing)} AND ($2::text IS NULL OR m.user_key = $2) AND m.user_key > $3
     ORDER BY m.user_key LIMIT $4`,
    [input.segmentId, input.userKey ?? null, afterKey, input.limit + 1],
  );
  return toPage(rows, input.limit, (row) => row.userKey, toMemberView);
}

const timeCursor = z.tuple([z.iso.datetime(), z.string()]);

/** No index has this order, since it would cost each page of Heap; so all of the segment's members are looked at. */
async function listByTime(input: ListInput, standing: Standing): Promise<Page<MemberView>> {
  const [at, afterKey] = readCursor(input.cursor, timeCursor) ?? [null, null];
  const { rows } = await pool.query<MemberRow>(
    `SELECT ${MEMBER_COLUMNS} FROM segment s JOIN destination d ON d.id = s.destination_id JOIN member m ON m.segment_id = s.id
     WHERE s.id = $1 AND ${whichMembers(standing)} AND ($2::text IS NULL OR m.user_key = $2)
       AND ($3::timestamptz IS NULL OR to_timestamp(${NAMED_ORDER} / 1000.0) < $3
            OR (to_timestamp(${NAMED_ORDER} / 1000.0) = $3 AND m.user_key > $4))
     ORDER BY "namedAt" DESC, m.user_key LIMIT $5`,
    [input.segmentId, input.userKey ?? null, at, afterKey, input.limit + 1],
  );
  return toPage(rows, input.limit, (row) => [row.namedAt.toISOString(), row.userKey], toMemberView);
}

/** A user key that somebody typed, in the spelling under which the segment keeps it. */
export async function spelledKey(segmentId: string, typed: string | undefined): Promise<string | undefined> {
  if (typed === undefined) return undefined;
  const kind = await readIdentifierKind(pool, segmentId);
  return isAddressKind(kind) ? normalForm(kind, trimUnseen(typed)) : typed;
}

export function toMemberView(row: MemberRow): MemberView {
  return { ...row, namedAt: row.namedAt.toISOString() };
}

const WHICH: Record<Standing, string> = {
  in: "m.wanted",
  left: "NOT m.wanted",
  owed: IS_OWED,
  refused: "m.refused IS NOT NULL",
};

/**
 * A condition on `member m`. For `owed` and `refused` each uses its partial index, which PostgreSQL chooses only for
 * exactly these words.
 */
export function whichMembers(standing: Standing | undefined): string {
  return standing ? WHICH[standing] : "true";
}
