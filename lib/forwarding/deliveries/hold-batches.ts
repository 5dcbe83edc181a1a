import type { Entry } from "@/lib/forwarding/batches/map-batch";
import type { ForwardableSource } from "@/lib/forwarding/batches/take-pending";
import { pendingEvents } from "@/lib/kernel/batch-counts";
import { inTransaction } from "@/lib/kernel/database";

/** The events of a batch that wait for a decision about their types. */
export interface HeldEvents {
  events: number;
  types: Set<string>;
}

/** Adds the held ones among some entries to what is held of each batch. */
export function addHeld(into: Map<string, HeldEvents>, entries: readonly Entry[]): void {
  for (const { batchId, outcome, type } of entries) {
    if (outcome !== "held" || type === null) continue;
    const held = into.get(batchId) ?? { events: 0, types: new Set() };
    held.events++;
    held.types.add(type);
    into.set(batchId, held);
  }
}

/**
 * Marks batches as held in which everything that waits does so for a decision, so that they are not read over and over.
 * Does nothing when a decision came, or the source's settings changed, since they were mapped: they are then read again.
 * Whoever decides or changes settings locks the source first and releases its batches after that.
 */
export async function holdBatches(
  { id, version }: ForwardableSource,
  held: ReadonlyMap<string, HeldEvents>,
): Promise<void> {
  if (held.size === 0) return;
  const types = [...new Set([...held.values()].flatMap((one) => [...one.types]))];
  await inTransaction(async (client) => {
    const { rowCount } = await client.query(
      "SELECT id FROM source WHERE id = $1 AND version = $2 FOR SHARE",
      [id, version],
    );
    if (rowCount === 0) return;
    await client.query(
      `UPDATE batch b SET held_at = now()
       FROM unnest($2::uuid[], $3::int[]) AS h (batch_id, events)
       WHERE b.id = h.batch_id AND b.state = 'pending' AND ${pendingEvents()} = h.events
         AND NOT EXISTS (
           SELECT FROM seen_type t WHERE t.source_id = $1 AND t.type = ANY ($4) AND t.decision IS NOT NULL
         )`,
      [id, [...held.keys()], [...held.values()].map(({ events }) => events), types],
    );
  });
}
