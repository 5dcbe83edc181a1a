import { pool, type Sql } from "@/lib/kernel/database";
import type { VendorError } from "@/lib/kernel/errors";

/** A booked call that Heap accepted, with its answer. */
export interface AcceptedDelivery {
  id: string;
  status: number;
  words: string;
}

/**
 * Closes booked calls that Heap accepted.
 * @param sql the transaction that records the outcomes of their events
 */
export async function closeAccepted(sql: Sql, accepted: readonly AcceptedDelivery[]): Promise<void> {
  for (const { id, status, words } of accepted) {
    await sql.query(
      `UPDATE delivery SET state = 'accepted', status = $2, words = $3, finished_at = now() WHERE id = $1::uuid`,
      [id, status, words],
    );
  }
}

/** Closes a booked call that Heap did not accept, with Heap's message. */
export async function closeUnaccepted(id: string, err: VendorError): Promise<void> {
  const state = err.kind === "refused" ? "refused" : "failed";
  await pool.query(
    "UPDATE delivery SET state = $2, status = $3, words = $4, finished_at = now() WHERE id = $1",
    [id, state, err.status, err.words],
  );
}
