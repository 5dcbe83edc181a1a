import { encryptIds, type PersonIds } from "@/lib/forwarding/user-messages/person-ids";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma, sqlOf } from "@/lib/kernel/database";
import type { RunningDeletion } from "./load-deletion";
import { suppressIds } from "./suppress-ids";

/** Who acts when a function carries out a deletion. */
export const DELETION_CTX = { actor: { kind: "system", name: "deletion request" } } as const;

/**
 * Begins a deletion: users that Braze merged into this one belong to it, and from now on nothing of them is taken. A
 * repeat changes nothing.
 */
export async function beginDeletion({
  id,
  customerId,
  ids,
  fingerprint,
  startedBy,
}: RunningDeletion): Promise<void> {
  await prisma.$transaction(async (tx) => {
    const begun = await tx.deletionRequest.updateMany({
      where: { id, startedAt: null, state: "under_way" },
      data: { startedAt: new Date() },
    });
    if (begun.count === 0) return;

    const sql = sqlOf(tx);
    const all = await withMerged(sql, customerId, ids);
    await tx.deletionRequest.update({ where: { id }, data: { idsEnc: encryptIds(all, customerId) } });
    await suppressIds(sql, { id, customerId }, { brazeIds: all.brazeIds, externalIds: [] });
    await recordAudit(tx, DELETION_CTX, {
      action: "deletion_request.started",
      customerId,
      subjectKind: "deletion_request",
      subjectId: id,
      after: { fingerprint, startedBy },
    });
  });
}

/** The ids with those of users that were merged into this one, and into those. */
async function withMerged(
  sql: ReturnType<typeof sqlOf>,
  customerId: string,
  ids: PersonIds,
): Promise<PersonIds> {
  const { rows } = await sql.query<{ id: string }>(
    `WITH RECURSIVE merged AS (
       SELECT unnest($2::text[]) AS id
       UNION
       SELECT c.gone_id FROM identity_change c JOIN merged m ON c.customer_id = $1 AND c.stays_id = m.id
     ) SELECT id FROM merged LIMIT ${MOST_MERGED}`,
    [customerId, ids.brazeIds],
  );
  return { ...ids, brazeIds: rows.map((row) => row.id) };
}

/** Our choice; as many as Braze deletes in one call. */
const MOST_MERGED = 50;
