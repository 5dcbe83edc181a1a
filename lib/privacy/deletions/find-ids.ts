import { userIdsOf } from "@/lib/forwarding/mapping/message-about-user";
import { isPlaceholderIdentity, type PlaceholderRules } from "@/lib/forwarding/mapping/placeholders";
import { encryptIds, type PersonIds } from "@/lib/forwarding/messages-about-users/person-ids";
import { inTransaction, prisma } from "@/lib/kernel/database";
import { takeTurns } from "@/lib/kernel/event-loop-turns";
import { nextBatches, type Place, START, type WalkedBatch } from "@/lib/privacy/erasures/walk-customer";
import { parseCurrentsBody } from "@/lib/vendors/braze/currents-request";
import { failDeletion } from "./end-deletion";
import { findHeapFacts } from "./find-heap-facts";
import type { RunningDeletion } from "./load-deletion";
import { SEVERAL_IDS, SHARED_ID } from "./not-one-person";
import { type PlannedApp, planHeapApps } from "./plan-heap-apps";
import { planSteps } from "./plan-steps";
import { suppressIds } from "./suppress-ids";

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
  const found = await readBatches(batches, deletion.ids, await findRules(sourceId));
  if (deletion.phase === "checking" && found.isShared) return failDeletion(deletion, SHARED_ID);
  if (found.hasSeveral) return failDeletion(deletion, SEVERAL_IDS);

  const externalIds = [...new Set([...deletion.ids.externalIds, ...found.pairs.values()])];
  if (externalIds.length > MOST_IDS) return failDeletion(deletion, SHARED_ID);
  const seen = found.isSeen ? [...new Set([...deletion.seenSourceIds, sourceId])] : deletion.seenSourceIds;
  await move(deletion, {
    place: { ownerId: sourceId, id: batches.at(-1)?.id ?? null },
    ids: { ...deletion.ids, externalIds, pairs: [...found.pairs] },
    seen,
  });
}

/** What a source takes for a placeholder and no person. */
async function findRules(sourceId: string): Promise<PlaceholderRules> {
  return prisma.source.findUniqueOrThrow({
    where: { id: sourceId },
    select: { placeholders: true, allowedIdentities: true },
  });
}

async function endWalk(deletion: RunningDeletion): Promise<void> {
  const { customerId, sourceId, ids, seenSourceIds: seen, phase } = deletion;
  if (phase === "finding" && ids.brazeIds.length > 0) {
    return move(deletion, { phase: "checking", place: START, ids, seen });
  }
  const facts = await findHeapFacts(customerId, ids, seen);
  const heapApps = planHeapApps({ id: customerId, requestSourceId: sourceId }, facts, ids);
  const inHeap = heapApps.map(({ subjectId: _, name: __, ...app }) => app);
  await move(deletion, { phase: "deleting", place: START, ids: { ...ids, inHeap }, seen, heapApps });
}

interface Move {
  phase?: RunningDeletion["phase"];
  place: Place;
  ids: PersonIds;
  seen: string[];
  /** With the phase `deleting`. */
  heapApps?: readonly PlannedApp[];
}

/** Records a step of the walk, unless another process did in the meantime. */
async function move(
  deletion: RunningDeletion,
  { phase = deletion.phase, place, ids, seen, heapApps = [] }: Move,
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
    await planSteps(sql, deletion, heapApps);
  });
}

interface Found {
  /** The external id of each of the person's Braze ids, as far as known. */
  pairs: Map<string, string>;
  /** One of their Braze ids came with several. */
  hasSeveral: boolean;
  /** Somebody else has one of the person's ids. */
  isShared: boolean;
  /** The person is in these batches. */
  isSeen: boolean;
}

async function readBatches(
  batches: readonly WalkedBatch[],
  ids: PersonIds,
  rules: PlaceholderRules,
): Promise<Found> {
  const turns = takeTurns();
  const brazeIds = new Set(ids.brazeIds);
  const own = new Set([...ids.externalIds, ...ids.brazeIds]);
  const found: Found = { pairs: new Map(ids.pairs), hasSeveral: false, isShared: false, isSeen: false };
  for (const { body } of batches) {
    const parsed = body && (await parseCurrentsBody(body));
    if (parsed?.kind !== "batch") continue;

    for (const event of parsed.events) {
      if (turns.isOver()) await turns.next();
      const { braze, external } = userIdsOf(event);
      if (braze === null) continue;
      if (!brazeIds.has(braze)) {
        // Also of a source that takes the id for a placeholder: an erasure goes by the id alone.
        if (own.has(braze) || (external !== null && own.has(external))) found.isShared = true;
        continue;
      }
      found.isSeen = true;
      if (external === null || isPlaceholderIdentity(external, rules)) continue;
      const known = found.pairs.get(braze);
      if (known !== undefined && known !== external) found.hasSeveral = true;
      found.pairs.set(braze, external);
    }
  }
  return found;
}
