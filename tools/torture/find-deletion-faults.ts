import type pg from "pg";
import { brazeIdOf } from "@/sandbox/braze/delete-users";
import type { Sandbox } from "@/sandbox/start";
import { whereIs } from "@/tools/testing/where-is";
import type { DemoCustomer } from "../demo/customers";
import { LEAVER } from "../demo/deletion";

/**
 * What the audit log says of a deletion, and how often: its three parts (here, Heap, Braze), of which Heap is asked first,
 * and an erasure for each of the user's two ids.
 */
const AUDIT = {
  "customer.erasure_requested": 2,
  "customer.identity_erased": 2,
  "deletion_request.carried_out": 1,
  "deletion_request.started": 1,
  "deletion_request.step_asked": 1,
  "deletion_request.step_done": 3,
};

/** A process that dies with a call under way asks Heap once more (docs/decisions/023-deletion-requests.md). */
const MOST_ASKED = 2;

/** What is wrong with the books of a customer whose only deletion is over, in words. */
export async function findDeletionFaults(
  sql: pg.Client,
  { state }: Sandbox,
  { id, heapAppId, workspaceKey }: Pick<DemoCustomer, "id" | "heapAppId" | "workspaceKey">,
): Promise<string[]> {
  const { rows } = await sql.query<{ action: string; count: number }>(
    `SELECT action, count(*)::int AS count FROM audit_entry
     WHERE customer_id = $1 AND (action LIKE 'deletion_request.%' OR action LIKE 'customer.%eras%')
     GROUP BY action ORDER BY action`,
    [id],
  );
  const audit = JSON.stringify(Object.fromEntries(rows.map(({ action, count }) => [action, count])));
  const asked = [...state.heap.deletions.values()].filter(({ appId }) => appId === heapAppId).length;
  const places = [...(await whereIs(sql, LEAVER)), ...(await whereIs(sql, brazeIdOf(workspaceKey, LEAVER)))];
  return [
    ...(audit === JSON.stringify(AUDIT) ? [] : [`the audit log has ${audit}`]),
    ...(asked >= 1 && asked <= MOST_ASKED ? [] : [`Heap was asked ${asked} times`]),
    ...places.map((place) => `the user is still in ${place}`),
  ];
}
