import { pool } from "@/lib/kernel/database";
import type { VendorError } from "@/lib/kernel/errors";

/** Closes a booked call that Heap did not accept, with Heap's message. */
export async function closeDelivery(id: string, err: VendorError): Promise<void> {
  const state = err.kind === "refused" ? "refused" : "failed";
  await pool.query(
    "UPDATE delivery SET state = $2, status = $3, words = $4, finished_at = now() WHERE id = $1",
    [id, state, err.status, err.words],
  );
}
