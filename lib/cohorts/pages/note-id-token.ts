import { openAlert } from "@/lib/kernel/alerts/open-alert";
import type { Sql } from "@/lib/kernel/database";
import type { AddressedDestination } from "./find-destination-by-token";

/**
 * Keeps the first `id_token` (Heap's name for the customer's environment) a destination sees. A different one later
 * is not refused, since Heap does not promise that it never changes, but a person should know.
 */
export async function noteIdToken(
  sql: Sql,
  { destinationId, customerId, heapIdToken }: AddressedDestination,
  idToken: string | null,
): Promise<void> {
  if (idToken === null || idToken === heapIdToken) return;

  const { rows } = await sql.query<{ heapIdToken: string }>(
    `UPDATE destination SET heap_id_token = COALESCE(heap_id_token, $2) WHERE id = $1
     RETURNING heap_id_token AS "heapIdToken"`,
    [destinationId, idToken],
  );
  if (rows[0]?.heapIdToken === idToken) return;

  await openAlert(sql, {
    customerId,
    destinationId,
    kind: "id_token_changed",
    subject: destinationId,
    message: "Pages come from another Heap environment than the first ones: their id_token differs.",
    nextAction: "Check in Heap that only the intended environment posts to this destination's address.",
  });
}
