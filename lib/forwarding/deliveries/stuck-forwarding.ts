import { noteFreed, noteStuck } from "@/lib/kernel/alerts/stuck-work";
import { pool } from "@/lib/kernel/database";
import { SOURCE_FLOWS } from "@/lib/kernel/holds/hold-rule";

/** Opens the alert `work_stuck` for each source of a Heap app that waits, since slice after slice broke off. */
export async function noteForwardingStuck(heapApp: string): Promise<void> {
  const { rows } = await pool.query<{ sourceId: string; customerId: string; name: string }>(
    `SELECT s.id AS "sourceId", s.customer_id AS "customerId", s.name
     FROM source s JOIN customer c ON c.id = s.customer_id
     WHERE s.heap_app = $1 AND ${SOURCE_FLOWS}
       AND EXISTS (SELECT FROM batch b WHERE b.source_id = s.id AND b.state = 'pending' AND b.held_at IS NULL)`,
    [heapApp],
  );
  for (const { sourceId, customerId, name } of rows) {
    const doing = `sending events of “${name}” to Heap`;
    await noteStuck(
      { job: "forwarding", subjectId: sourceId, customerId, doing },
      "It was interrupted many times in a row, by an error or because its process ended. The source’s other events are sent more slowly.",
    );
  }
}

/** Ends these alerts. */
export async function noteForwardingFreed(heapApp: string): Promise<void> {
  const { rows } = await pool.query<{ subjectId: string; customerId: string }>(
    `SELECT id AS "subjectId", customer_id AS "customerId" FROM source WHERE heap_app = $1`,
    [heapApp],
  );
  for (const source of rows) await noteFreed({ job: "forwarding", ...source });
}
