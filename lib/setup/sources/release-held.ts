import { sqlOf, type Transaction } from "@/lib/kernel/database";

/**
 * Lets forwarding look again at everything of a source that waited for a decision about its event types. Call it after
 * the source's row was changed in the same transaction: whoever holds a batch locks that row first.
 */
export async function releaseHeld(tx: Transaction, sourceId: string): Promise<void> {
  await sqlOf(tx).query(
    "UPDATE batch SET held_at = NULL WHERE source_id = $1 AND state = 'pending' AND held_at IS NOT NULL",
    [sourceId],
  );
}
