import { anyLength } from "@/lib/kernel/any-length";
import { pool, type Sql } from "@/lib/kernel/database";
import type { VendorError } from "@/lib/kernel/errors";
import { addCalls, callResult } from "@/lib/kernel/history/call-hours";

/** A booked call that ended, with Heap's answer. */
interface Answer {
  id: string;
  status: number | null;
  words: string;
}

/** A booked call that Heap accepted, with its answer. */
export interface AcceptedDelivery extends Answer {
  status: number;
}

/**
 * Closes booked calls that Heap accepted.
 * @param sql the transaction that records the outcomes of their events; nothing is locked in it after this
 */
export async function closeAccepted(sql: Sql, accepted: readonly AcceptedDelivery[]): Promise<void> {
  if (accepted.length > 0) await close(sql, "accepted", accepted);
}

/** Closes a booked call that Heap did not accept, with Heap's message. */
export async function closeUnaccepted(id: string, err: VendorError): Promise<void> {
  await close(pool, err.kind === "refused" ? "refused" : "failed", [
    { id, status: err.status, words: err.words },
  ]);
}

/** One statement, so that no call's row is waited for once the row of the hour is locked. */
async function close(
  sql: Sql,
  state: "accepted" | "refused" | "failed",
  answers: readonly Answer[],
): Promise<void> {
  await sql.query({
    name: `close-${state}`,
    text: `WITH answer AS (
       SELECT * FROM unnest(${anyLength("$1::uuid[]")}, $2::int[], $3::text[]) AS a (id, status, words)
     ), before AS (
       SELECT d.id, ${callResult("d")} AS was FROM delivery d JOIN answer a ON a.id = d.id FOR NO KEY UPDATE OF d
     ), closed AS (
       UPDATE delivery SET state = '${state}', status = a.status, words = a.words, finished_at = now()
       FROM answer a JOIN before b ON b.id = a.id WHERE delivery.id = a.id
       RETURNING delivery.source_id AS owner_id, delivery.started_at, ${callResult("delivery")} AS result, b.was
     ) ${addCalls("closed")}`,
    values: [
      answers.map(({ id }) => id),
      answers.map(({ status }) => status),
      answers.map(({ words }) => words),
    ],
  });
}
