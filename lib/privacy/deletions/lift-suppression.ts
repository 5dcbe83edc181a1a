import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma, type Sql, sqlOf } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { lockSuppressions } from "@/lib/kernel/suppressions/suppression-key";
import type { DeletionState } from "@/prisma/generated/enums";
import type { DeletionRequestView } from "./deletion-view";
import { type DeletionPlace, findDeletionRequest, requireDeletionRequest } from "./list-deletion-requests";

/**
 * Takes data of a person again who was deleted on request, because they signed up again. Every other request that has one of
 * their ids is lifted with it, or they would stay half suppressed. What came in between stays filtered until somebody replays
 * it. A later request to delete them is a new one. A repeat changes nothing.
 * @throws TributaryError `forbidden` below admin, `not_found`, `conflict` while a request for the person is not over
 */
export async function liftSuppression(ctx: Ctx, place: DeletionPlace): Promise<DeletionRequestView> {
  requireRole(ctx, "admin");
  return prisma.$transaction(async (tx) => {
    const before = await requireDeletionRequest(place, tx);
    if (before.state !== "done") throw new TributaryError("conflict", NOT_DONE);
    const sql = sqlOf(tx);
    await lockSuppressions(sql, place.customerId);
    const requests = await requestsOfPerson(sql, place);
    if (requests.some(({ state }) => state !== "done")) throw new TributaryError("conflict", OTHER_NOT_DONE);

    const ids = requests.map(({ id }) => id);
    await tx.deletionRequest.updateMany({ where: { id: { in: ids } }, data: { liftedAt: new Date() } });
    await sql.query(
      `DELETE FROM suppression s USING deletion_request r
       WHERE r.id = ANY ($2::uuid[]) AND s.customer_id = $1 AND (s.deletion_request_id = r.id OR s.hash = ANY (r.suppressed))`,
      [place.customerId, ids],
    );
    for (const { id, fingerprint, idCount } of requests) {
      await recordAudit(tx, ctx, {
        action: "deletion_request.lifted",
        customerId: place.customerId,
        subjectKind: "deletion_request",
        subjectId: id,
        after: { fingerprint, ids: idCount },
      });
    }
    return findDeletionRequest(place, tx);
  });
}

const NOT_DONE = "A user can be allowed again only when their deletion is done.";
const OTHER_NOT_DONE =
  "Another request with one of this user’s IDs is still open. Wait until it ends or close it, then allow the user again.";

interface RequestOfPerson {
  id: string;
  state: DeletionState;
  fingerprint: string;
  idCount: number;
}

/** A request and all others that suppress one of its ids, or one of theirs; none when it is lifted. */
async function requestsOfPerson(
  sql: Sql,
  { customerId, deletionRequestId }: DeletionPlace,
): Promise<RequestOfPerson[]> {
  const { rows } = await sql.query<RequestOfPerson>(
    `WITH RECURSIVE person AS (
       SELECT id, suppressed FROM deletion_request WHERE id = $2 AND customer_id = $1 AND lifted_at IS NULL
       UNION
       SELECT r.id, r.suppressed FROM deletion_request r JOIN person p ON r.suppressed && p.suppressed
       WHERE r.customer_id = $1 AND r.lifted_at IS NULL
     )
     SELECT r.id, r.state, r.fingerprint, cardinality(r.suppressed) AS "idCount"
     FROM person p JOIN deletion_request r ON r.id = p.id ORDER BY r.id`,
    [customerId, deletionRequestId],
  );
  return rows;
}
