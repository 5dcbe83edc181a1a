import { encryptIds } from "@/lib/forwarding/user-messages/person-ids";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma, sqlOf } from "@/lib/kernel/database";
import { DELETION_CTX } from "./deletion-ctx";
import { failDeletion } from "./end-deletion";
import type { RunningDeletion } from "./load-deletion";
import { suppressIds } from "./suppress-ids";

/** Users merged into one that a deletion takes at most, with this one: as many as Braze deletes in one call. */
const MOST_MERGED = 50;
const TOO_MANY_MERGED = `Braze merged more users into this one than one deletion takes: ${MOST_MERGED} with this one. Nobody was deleted. Ask the customer to delete the merged users in Braze one by one, or erase their IDs below, delete them in Heap and Braze, and close the request.`;

/**
 * Begins a deletion: users that Braze merged into this one belong to it, and from now on nothing of them is taken. With too
 * many it fails and nothing is begun. A repeat changes nothing.
 */
export async function beginDeletion(deletion: RunningDeletion): Promise<void> {
  const { id, customerId, ids, fingerprint, startedBy } = deletion;
  const isBegun = await prisma.$transaction(async (tx) => {
    const sql = sqlOf(tx);
    const brazeIds = await withMerged(sql, customerId, ids.brazeIds);
    if (brazeIds.length > MOST_MERGED) return false;

    const begun = await tx.deletionRequest.updateMany({
      where: { id, startedAt: null, state: "under_way" },
      data: { startedAt: new Date(), idsEnc: encryptIds({ ...ids, brazeIds }, customerId) },
    });
    if (begun.count === 0) return true;

    await suppressIds(sql, { id, customerId }, { brazeIds, externalIds: [] });
    await recordAudit(tx, DELETION_CTX, {
      action: "deletion_request.started",
      customerId,
      subjectKind: "deletion_request",
      subjectId: id,
      after: { fingerprint, startedBy },
    });
    return true;
  });
  if (!isBegun) await failDeletion(deletion, TOO_MANY_MERGED);
}

/** The ids with those of users that were merged into this one, and into those; one more than are taken at most. */
async function withMerged(
  sql: ReturnType<typeof sqlOf>,
  customerId: string,
  brazeIds: readonly string[],
): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>(
    `WITH RECURSIVE merged AS (
       SELECT unnest($2::text[]) AS id
       UNION
       SELECT c.gone_id FROM identity_change c JOIN merged m ON c.customer_id = $1 AND c.stays_id = m.id
     ) SELECT id FROM merged LIMIT ${MOST_MERGED + 1}`,
    [customerId, brazeIds],
  );
  return rows.map(({ id }) => id);
}
