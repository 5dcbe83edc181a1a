import { ERASED_ON_REQUEST } from "@/lib/forwarding/mapping/erased-event";
import { eventsWithId } from "@/lib/kernel/packed-events";

/** Whether the event `e` in the books kept its merge. One that was quarantined did not, nor one of a suppressed person. */
const KEPT = `e.outcome <> 'quarantined' AND e.reason IS DISTINCT FROM '${ERASED_ON_REQUEST}'`;

/**
 * Whether the message `m`, a merge, is news, in SQL: not kept with the events in the books, neither by itself nor by its event id in
 * another batch. What a person simulated is none.
 */
export const IS_NEW_MERGE = `
  NOT b.is_simulated
  AND NOT EXISTS (SELECT FROM event e WHERE e.batch_id = m.batch_id AND e.index = m.index AND ${KEPT})
  AND NOT EXISTS (SELECT FROM ${eventsWithId("$1::uuid", "m.event_id")} e WHERE e.outcome <> 'duplicate' AND ${KEPT})`;
