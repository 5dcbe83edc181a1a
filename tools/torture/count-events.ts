import type pg from "pg";
import type { Sandbox } from "@/sandbox/start";
import type { DemoCustomer } from "../demo/customers";

/** What became of a customer's events; every figure but the first four must be 0. */
export interface EventCount {
  /** Events Braze made, and those whose batch was answered 200 at least once. */
  made: number;
  acknowledged: number;
  /** Times an acknowledged event was sent again. */
  redelivered: number;
  /**
   * Acknowledged, but without an id: two with the same bytes cannot be told apart, so they are not counted one by
   * one.
   */
  nameless: number;
  /** Acknowledged, but not in the books with the right outcome, or not at Heap although it should be. */
  lost: number;
  /** In effect more than once at Heap, or more than once in the books other than as a duplicate. */
  doubled: number;
  /** At Heap, but not forwarded according to the books, or never sent by Braze. */
  unexplained: number;
  /** Braze gave up on them: an answer told it to, or no answer came in 200 attempts. */
  givenUp: number;
  /** Batches whose counts are not the sum of their events. */
  unbalanced: number;
}

const OUTCOMES = { forward: "forwarded", filtered: "filtered", quarantined: "quarantined" } as const;

/** Counts every event id of a customer: in Braze's ledger, in Tributary's books and at Heap. */
export async function countEvents(
  sql: pg.Client,
  sandbox: Sandbox,
  customer: Pick<DemoCustomer, "id" | "heapAppId" | "currents">,
): Promise<EventCount> {
  const ledger = customer.currents.ledger.summary();
  const books = await readBooks(sql, customer.id);
  const app = sandbox.state.heap.apps.get(customer.heapAppId);
  const atHeap = app?.keys ?? new Set<string>();

  const made = new Set<string>();
  let lost = 0;
  for (const { id, state, expected } of customer.currents.ledger.list()) {
    if (id === null) continue;
    made.add(id);
    if (state !== "acknowledged") continue;
    const isBooked = books.outcomes.get(id) === OUTCOMES[expected];
    if (!isBooked || (expected === "forward" && !atHeap.has(id))) lost += 1;
  }

  const nameless = customer.currents.ledger
    .list()
    .filter(({ id, state }) => id === null && state === "acknowledged").length;
  const unexplained = [...atHeap].filter((id) => !made.has(id) || books.outcomes.get(id) !== "forwarded");
  return {
    made: ledger.events,
    acknowledged: ledger.acknowledged,
    redelivered: ledger.redeliveredEvents,
    nameless,
    lost,
    doubled: books.doubled + (app ? app.eventsStored - app.keys.size : 0),
    unexplained: unexplained.length,
    givenUp: ledger.failed + ledger.dropped + ledger.queued,
    unbalanced: books.unbalanced,
  };
}

async function readBooks(sql: pg.Client, customerId: string) {
  const events = await sql.query<{ eventId: string; outcome: string; rows: number }>(
    `SELECT event_id AS "eventId", min(outcome::text) AS outcome, count(*)::int AS rows
     FROM event WHERE customer_id = $1 AND outcome <> 'duplicate' AND event_id IS NOT NULL GROUP BY event_id`,
    [customerId],
  );
  const { rows } = await sql.query<{ unbalanced: number }>(
    `SELECT (SELECT count(*)::int FROM (
               SELECT b.id FROM batch b LEFT JOIN event e ON e.batch_id = b.id
               WHERE b.customer_id = $1 GROUP BY b.id
               HAVING b.accepted <> count(e.batch_id)
                   OR b.forwarded <> count(*) FILTER (WHERE e.outcome = 'forwarded')
                   OR b.filtered <> count(*) FILTER (WHERE e.outcome = 'filtered')
                   OR b.duplicate <> count(*) FILTER (WHERE e.outcome = 'duplicate')
                   OR b.quarantined <> count(*) FILTER (WHERE e.outcome = 'quarantined')) uneven) AS unbalanced`,
    [customerId],
  );
  return {
    outcomes: new Map(events.rows.map((row) => [row.eventId, row.outcome])),
    doubled: events.rows.filter((row) => row.rows > 1).length,
    unbalanced: rows[0]?.unbalanced ?? 0,
  };
}
