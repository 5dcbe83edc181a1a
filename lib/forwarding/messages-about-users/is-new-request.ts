import { eventsWithId } from "@/lib/kernel/packed-events";

/** The events with the id of the message `m`, in SQL. */
const SAME_EVENTS = eventsWithId("$1::uuid", "m.event_id");

/** When the event of the message `m` in the batch `b` came first, in SQL: Braze may send it again. */
export const FIRST_RECEIVED = `
  SELECT LEAST(b.received_at, min(earlier.received_at)) AS received_at
  FROM ${SAME_EVENTS} e JOIN batch earlier ON earlier.id = e.batch_id`;

/**
 * Whether the message `m`, a request to delete, is not kept yet, in SQL. An event in the books is no proof of that: it
 * may have been recorded before its request could be read. Not kept again: what a request names; what came before the
 * person was allowed again or the request was refused; and, for an event in the books, what a request in force covers.
 * What a person simulated is never kept.
 */
export const IS_NEW_REQUEST = `
  NOT b.is_simulated
  AND NOT EXISTS (SELECT FROM deletion_request q WHERE q.batch_id = m.batch_id AND q.index = m.index)
  AND NOT EXISTS (SELECT FROM ${SAME_EVENTS} e JOIN deletion_request q ON q.batch_id = e.batch_id AND q.index = e.index)
  AND NOT EXISTS (
    SELECT FROM deletion_request q WHERE q.customer_id = $2 AND q.hash = m.hash
      AND CASE WHEN q.state = 'refused' THEN q.finished_at ELSE q.lifted_at END >= first.received_at)
  AND NOT (
    EXISTS (SELECT FROM deletion_request q WHERE q.customer_id = $2 AND q.hash = m.hash
              AND q.state <> 'refused' AND q.lifted_at IS NULL)
    AND (EXISTS (SELECT FROM event e WHERE e.batch_id = m.batch_id AND e.index = m.index)
         OR EXISTS (SELECT FROM ${SAME_EVENTS} e)))`;
