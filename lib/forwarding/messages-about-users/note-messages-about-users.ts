import type { Entry } from "@/lib/forwarding/batches/map-batch";
import type { Sql } from "@/lib/kernel/database";
import { noteDeletionRequests } from "./note-deletion-requests";
import { noteIdentityChanges } from "./note-identity-changes";

/**
 * Keeps what messages about users say: requests to delete one, and merges. Part of the transaction that records the
 * events, before it does: a message is either still pending or kept. The caller has the source's turn.
 */
export async function noteMessagesAboutUsers(
  sql: Sql,
  source: { id: string; customerId: string },
  entries: readonly Entry[],
): Promise<void> {
  const messages = entries.filter((entry) => entry.about !== null);
  if (messages.length === 0) return;
  await noteDeletionRequests(sql, source, messages);
  await noteIdentityChanges(sql, source, messages);
}
