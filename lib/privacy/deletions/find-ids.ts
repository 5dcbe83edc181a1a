import { isPlaceholderIdentity } from "@/lib/forwarding/mapping/placeholders";
import { userIdsOf } from "@/lib/forwarding/mapping/user-message";
import { encryptIds, type PersonIds } from "@/lib/forwarding/user-messages/person-ids";
import { inTransaction } from "@/lib/kernel/database";
import { takeTurns } from "@/lib/kernel/turns";
import { nextBatches, type Place, START, type WalkedBatch } from "@/lib/privacy/erasures/walk-customer";
import { parseCurrentsBody } from "@/lib/vendors/braze/currents-request";
import { failDeletion } from "./end-deletion";
import type { RunningDeletion } from "./load-deletion";
import { planSteps } from "./plan-steps";
import { suppressIds } from "./suppress-ids";

/** An id that is this person's and somebody else's: deleting it could delete somebody else. */
const SHARED =
  "An external ID of the user is also another Braze user's, so nobody was deleted. Look at both in Braze. Then erase the right ID below, delete it in Heap and Braze, and close the request.";

/** Most external ids of one person; our choice. More is no person. */
const MOST_IDS = 50;

/**
 * Goes through the next stored batches: first for the external ids of the person, since Braze names its own id only; then
 * for anybody else who has one of them. At the end the steps are planned.
 */
export async function findIds(deletion: RunningDeletion): Promise<void> {
  const chunk = await nextBatches(deletion.customerId, deletion.place);
  if (!chunk) return endWalk(deletion);

  const { sourceId, batches } = chunk;
  const found = await readBatches(batches, deletion.ids);
  if (deletion.phase === "checking" && found.isShared) return failDeletion(deletion, SHARED);

  const externalIds = [...new Set([...deletion.ids.externalIds, ...found.externalIds])];
  if (externalIds.length > MOST_IDS) return failDeletion(deletion, SHARED);
  const seen = found.isSeen ? [...new Set([...deletion.seenSourceIds, sourceId])] : deletion.seenSourceIds;
  await move(deletion, {
    place: { ownerId: sourceId, id: batches.at(-1)?.id ?? null },
    ids: { ...deletion.ids, externalIds },
    seen,
  });
}

async function endWalk(deletion: RunningDeletion): Promise<void> {
  const { ids, seenSourceIds: seen, phase } = deletion;
  const mustCheck = phase === "finding" && ids.externalIds.length > 0 && ids.brazeIds.length > 0;
  if (mustCheck) return move(deletion, { phase: "checking", place: START, ids, seen });
  return move(deletion, { phase: "deleting", place: START, ids, seen });
}

interface Move {
  phase?: RunningDeletion["phase"];
  place: Place;
  ids: PersonIds;
  seen: string[];
}

/** Records a step of the walk, unless another process did in the meantime. */
async function move(
  deletion: RunningDeletion,
  { phase = deletion.phase, place, ids, seen }: Move,
): Promise<void> {
  await inTransaction(async (sql) => {
    const { rowCount } = await sql.query(
      `UPDATE deletion_request
       SET phase = $5::deletion_phase, cursor_owner_id = $6, cursor_id = $7, ids_enc = $8, seen_source_ids = $9::uuid[],
           touched_at = now()
       WHERE id = $1 AND state = 'under_way' AND phase = $2::deletion_phase
         AND cursor_owner_id IS NOT DISTINCT FROM $3::uuid AND cursor_id IS NOT DISTINCT FROM $4::uuid`,
      [
        deletion.id,
        deletion.phase,
        deletion.place.ownerId,
        deletion.place.id,
        phase,
        place.ownerId,
        place.id,
        encryptIds(ids, deletion.customerId),
        seen,
      ],
    );
    if (rowCount === 0 || phase !== "deleting") return;
    await suppressIds(sql, deletion, ids);
    await planSteps(sql, { ...deletion, seenSourceIds: seen });
  });
}

interface Found {
  externalIds: Set<string>;
  /** Somebody else has one of the person's external ids. */
  isShared: boolean;
  /** The person is in these batches. */
  isSeen: boolean;
}

async function readBatches(batches: readonly WalkedBatch[], ids: PersonIds): Promise<Found> {
  const turns = takeTurns();
  const brazeIds = new Set(ids.brazeIds);
  const own = new Set(ids.externalIds);
  const found: Found = { externalIds: new Set(), isShared: false, isSeen: false };
  for (const { body } of batches) {
    const parsed = body && (await parseCurrentsBody(body));
    if (parsed?.kind !== "batch") continue;

    for (const event of parsed.events) {
      if (turns.isOver()) await turns.next();
      const { braze, external } = userIdsOf(event);
      const isOwn = braze !== null && brazeIds.has(braze);
      if (isOwn) found.isSeen = true;
      if (external === null || isPlaceholderIdentity(external)) continue;
      if (isOwn) found.externalIds.add(external);
      else if (braze !== null && own.has(external)) found.isShared = true;
    }
  }
  return found;
}
