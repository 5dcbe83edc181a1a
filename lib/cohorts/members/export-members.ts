import type { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordExport } from "@/lib/kernel/audit/record-export";
import { type Columns, writeCsv } from "@/lib/kernel/csv/write-csv";
import { pool, prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import {
  MEMBER_COLUMNS,
  type MemberRow,
  type MemberView,
  memberListInput,
  spelledKey,
  toMemberView,
  whichMembers,
} from "./list-members";

export const memberExportInput = memberListInput.omit({ limit: true, cursor: true });

/** Members read at a time: what one download holds in memory. */
const CHUNK_ROWS = 5_000;

const COLUMNS: Columns<MemberView> = [
  ["user id", (member) => member.userKey],
  ["standing", standingOf],
  ["in the segment", (member) => member.wanted],
  ["in braze", (member) => member.acked ?? "unknown"],
  ["braze response", ({ refused, unfit }) => (unfit ? null : refused)],
  ["not sent because", ({ refused, unfit }) => (unfit ? refused : null)],
  ["last named by heap", (member) => member.namedAt],
];

/**
 * A segment's members as CSV, in chunks, ordered by user key: all, or those of one standing. It contains the ids
 * of the customer's users, so it is for CSMs and recorded in the audit log.
 * @throws TributaryError `forbidden` below csm; `not_found`, also for a segment of another customer
 */
export async function exportMembers(
  ctx: Ctx,
  input: z.infer<typeof memberExportInput> & { customerId: string; segmentId: string },
): Promise<AsyncIterable<string>> {
  requireRole(ctx, "csm");
  const { customerId, segmentId, ...filter } = input;
  const segment = await prisma.segment.findFirst({ where: { id: segmentId, customerId } });
  if (!segment) throw new TributaryError("not_found", "There is no such segment.");

  await recordExport(
    ctx,
    { action: "segment.members_exported", customerId, subjectKind: "segment", subjectId: segmentId },
    filter,
  );
  const userKey = await spelledKey(segmentId, filter.userKey);
  return writeCsv(COLUMNS, walkMembers(segmentId, { ...filter, userKey }));
}

/** All matching members of a segment, ordered by user key, in chunks. */
export async function* walkMembers(
  segmentId: string,
  filter: z.infer<typeof memberExportInput> = {},
): AsyncGenerator<MemberView[]> {
  for (let afterKey = ""; ; ) {
    const { rows } = await pool.query<MemberRow>(
      `SELECT ${MEMBER_COLUMNS} FROM segment s JOIN destination d ON d.id = s.destination_id JOIN member m ON m.segment_id = s.id
       WHERE s.id = $1 AND ${whichMembers(filter.standing)} AND ($2::text IS NULL OR m.user_key = $2)
         AND m.user_key > $3
       ORDER BY m.user_key LIMIT $4`,
      [segmentId, filter.userKey ?? null, afterKey, CHUNK_ROWS],
    );
    yield rows.map(toMemberView);
    const last = rows.at(-1);
    if (!last || rows.length < CHUNK_ROWS) return;
    afterKey = last.userKey;
  }
}

function standingOf({ wanted, acked, refused, unfit }: MemberView): string {
  if (refused !== null) return unfit ? "not sent" : "refused";
  if (acked === wanted) return wanted ? "sent" : "not in Braze";
  return wanted ? "to sync: enters" : "to sync: leaves";
}
