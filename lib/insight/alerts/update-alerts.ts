import { EVALUATED_KINDS } from "@/lib/kernel/alerts/kinds";
import { openAlerts, WANTED } from "@/lib/kernel/alerts/open-alert";
import { inTransaction } from "@/lib/kernel/database";
import { evaluateAlerts } from "./evaluate-alerts";
import { readDestinationFacts } from "./read-destination-facts";
import { readSourceFacts } from "./read-source-facts";

/** The advisory lock of whoever updates alerts. */
const LOCK = 4_011_001;

/** What an update found. */
export interface AlertUpdate {
  /** Somebody else is at it: nothing was done. */
  isSkipped: boolean;
  /** Problems there are, and how many were there before and are no more. */
  open: number;
  resolved: number;
}

/**
 * Reads the facts of all customers and brings the alerts made of facts in line: opens what is new, resolves what is no
 * longer true, brings words up to date. One transaction, one at a time, a dozen statements whatever the number of
 * customers; doing it twice or late changes nothing more.
 */
export async function updateAlerts(): Promise<AlertUpdate> {
  return inTransaction(async (sql) => {
    const { rows } = await sql.query<{ isMine: boolean; now: Date }>(
      'SELECT pg_try_advisory_xact_lock($1) AS "isMine", now() AS now',
      [LOCK],
    );
    const [turn] = rows;
    if (!turn?.isMine) return { isSkipped: true, open: 0, resolved: 0 };

    const sources = await readSourceFacts(sql, turn.now);
    const destinations = await readDestinationFacts(sql);
    const wanted = evaluateAlerts({ sources, destinations }, turn.now);

    const resolved = await sql.query(RESOLVE, [JSON.stringify(wanted), EVALUATED_KINDS]);
    await openAlerts(sql, wanted);
    return { isSkipped: false, open: wanted.length, resolved: resolved.rowCount ?? 0 };
  });
}

const RESOLVE = `
  UPDATE alert SET resolved_at = now()
  WHERE resolved_at IS NULL AND kind = ANY($2::text[]) AND (customer_id, kind, subject) NOT IN (
    SELECT w."customerId", w.kind, w.subject FROM ${WANTED}
  )`;
