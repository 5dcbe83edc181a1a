import { randomUUID } from "node:crypto";
import { pool } from "@/lib/kernel/database";

/** For tests: an email that a user opened, as Braze sends it. */
export function openEvent(user: string | null, id: string = randomUUID()) {
  return {
    id,
    event_type: "users.messages.email.Open",
    time: 1_790_000_000,
    user: { external_user_id: user, user_id: "b" },
    properties: {},
  };
}

/** What the books say about a source. */
export async function booksOf(sourceId: string) {
  const { rows } = await pool.query(
    `SELECT sum(accepted)::int AS accepted, sum(forwarded)::int AS forwarded, sum(filtered)::int AS filtered,
            sum(duplicate)::int AS duplicate, sum(quarantined)::int AS quarantined, bool_and(state = 'done') AS done
     FROM batch WHERE source_id = $1`,
    [sourceId],
  );
  return rows[0];
}

/**
 * Lets the time pass that a Heap app waits after a failed call. Ends it a second ago: the clocks of two processors may
 * differ by more than a statement takes.
 */
export async function endWait(heapApp: string): Promise<void> {
  await pool.query("UPDATE heap_app SET resume_at = now() - interval '1 s' WHERE key = $1", [heapApp]);
}
