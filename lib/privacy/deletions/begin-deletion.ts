import { isPlaceholderIdentity } from "@/lib/forwarding/mapping/placeholders";
import { encryptIds, type PersonIds } from "@/lib/forwarding/messages-about-users/person-ids";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma, sqlOf } from "@/lib/kernel/database";
import { DELETION_CTX } from "./deletion-ctx";
import { failDeletion } from "./end-deletion";
import type { RunningDeletion } from "./load-deletion";
import { SEVERAL_IDS } from "./not-one-person";
import { suppressIds } from "./suppress-ids";

/** Users merged into one that a deletion takes at most, with this one: as many as Braze deletes in one call. */
const MOST_MERGED = 50;
const TOO_MANY_MERGED = `Braze merged more users into this one than one deletion can cover: ${MOST_MERGED}, including this one. Nobody was deleted. Ask the customer to delete the merged users in Braze one by one, or erase their IDs below, delete them in Heap and Braze, and close the request.`;

/**
 * Begins a deletion: users that Braze merged into this one belong to it, and from now on nothing of them is taken. With too
 * many it fails and nothing is begun. A repeat changes nothing.
 */
export async function beginDeletion(deletion: RunningDeletion): Promise<void> {
  const { id, customerId, fingerprint, startedBy } = deletion;
  const whyNot = await prisma.$transaction(async (tx) => {
    const sql = sqlOf(tx);
    const merged = await findMerged(sql, customerId, deletion.ids.brazeIds);
    if (merged.length > MOST_MERGED) return TOO_MANY_MERGED;
    if (merged.some(({ externalIds }) => externalIds.length > 1)) return SEVERAL_IDS;

    const ids = withMerged(deletion.ids, merged);
    const begun = await tx.deletionRequest.updateMany({
      where: { id, startedAt: null, state: "under_way" },
      data: { startedAt: new Date(), idsEnc: encryptIds(ids, customerId) },
    });
    if (begun.count === 0) return null;

    await suppressIds(sql, { id, customerId }, { brazeIds: ids.brazeIds, externalIds: [] });
    await recordAudit(tx, DELETION_CTX, {
      action: "deletion_request.started",
      customerId,
      subjectKind: "deletion_request",
      subjectId: id,
      after: { fingerprint, startedBy },
    });
    return null;
  });
  if (whyNot !== null) await failDeletion(deletion, whyNot);
}

/** A user's id in Braze, and the external ids that merges say they had. */
interface Merged {
  id: string;
  /** @neverNull each id has at least one row */
  externalIds: string[];
}

/** The users with these ids, and those that were merged into them, and into those; one more than are taken at most. */
async function findMerged(
  sql: ReturnType<typeof sqlOf>,
  customerId: string,
  brazeIds: readonly string[],
): Promise<Merged[]> {
  const { rows } = await sql.query<Merged>(
    `WITH RECURSIVE merged AS (
       SELECT unnest($2::text[]) AS id, NULL::text AS external_id
       UNION
       SELECT c.gone_id, c.external_id FROM identity_change c JOIN merged m ON c.customer_id = $1 AND c.stays_id = m.id
     )
     SELECT id, array_remove(array_agg(DISTINCT external_id), NULL) AS "externalIds" FROM merged
     GROUP BY id LIMIT ${MOST_MERGED + 1}`,
    [customerId, brazeIds],
  );
  return rows.map(({ id, externalIds }) => ({
    id,
    externalIds: externalIds.filter((externalId) => !isPlaceholderIdentity(externalId)),
  }));
}

/** The ids of a person with those of users that were merged into them. The person's own Braze id stays first. Pure. */
function withMerged(ids: PersonIds, merged: readonly Merged[]): PersonIds {
  const pairs = merged.flatMap(({ id, externalIds }) =>
    externalIds.map((one): [string, string] => [id, one]),
  );
  return {
    brazeIds: [...new Set([...ids.brazeIds, ...merged.map(({ id }) => id)])],
    externalIds: [...new Set([...ids.externalIds, ...pairs.map(([, externalId]) => externalId)])],
    pairs: [...pairs, ...(ids.pairs ?? [])],
  };
}
