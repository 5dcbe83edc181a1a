import { decryptIds, type PersonIds } from "@/lib/forwarding/messages-about-users/person-ids";
import { pool, prisma } from "@/lib/kernel/database";
import type { DeletionStep } from "@/prisma/generated/client";
import type { DeletionPhase } from "@/prisma/generated/enums";

/** A deletion under way. */
export interface RunningDeletion {
  id: string;
  customerId: string;
  sourceId: string;
  fingerprint: string;
  phase: DeletionPhase;
  place: { ownerId: string | null; id: string | null };
  ids: PersonIds;
  seenSourceIds: string[];
  startedAt: Date | null;
  startedBy: string;
}

/** The deletion to continue, marked as alive; null when it is over or waits for a person. */
export async function loadDeletion(deletionRequestId: string): Promise<RunningDeletion | null> {
  const { rows } = await pool.query<{
    id: string;
    customerId: string;
    sourceId: string;
    fingerprint: string;
    phase: DeletionPhase;
    ownerId: string | null;
    placeId: string | null;
    /** @neverNull the ids are forgotten when the request is over, not before */
    idsEnc: string;
    seenSourceIds: string[];
    startedAt: Date | null;
    startedBy: string | null;
  }>(
    `UPDATE deletion_request SET touched_at = now() WHERE id = $1 AND state = 'under_way'
     RETURNING id, customer_id AS "customerId", source_id AS "sourceId", fingerprint, phase,
               cursor_owner_id AS "ownerId", cursor_id AS "placeId", ids_enc AS "idsEnc",
               seen_source_ids AS "seenSourceIds", started_at AS "startedAt", started_by AS "startedBy"`,
    [deletionRequestId],
  );
  const [row] = rows;
  if (!row) return null;

  const { ownerId, placeId, idsEnc, startedBy, ...rest } = row;
  return {
    ...rest,
    place: { ownerId, id: placeId },
    ids: decryptIds(idsEnc, row.customerId),
    startedBy: startedBy ?? "",
  };
}

/** The steps of a deletion that are not over. */
export async function unfinishedSteps(deletionRequestId: string): Promise<DeletionStep[]> {
  return prisma.deletionStep.findMany({
    where: { deletionRequestId, state: { in: ["waiting", "asked"] } },
    orderBy: [{ party: "asc" }, { name: "asc" }],
  });
}
