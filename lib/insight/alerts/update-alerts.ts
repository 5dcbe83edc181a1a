import { EVALUATED_KINDS } from "@/lib/kernel/alerts/kinds";
import { openAlerts, WANTED } from "@/lib/kernel/alerts/open-alert";
import { inTransaction } from "@/lib/kernel/database";
import { evaluateAlerts } from "./evaluate-alerts";
import { readDestinationFacts } from "./read-destination-facts";
import { readSourceFacts } from "./read-source-facts";

/** The advisory lock for updating alerts. */
const LOCK = 4_011_001;

/** The result of an update. */
export interface AlertUpdate {
  /** Another process is updating: nothing was done. */
  isSkipped: boolean;
  /** Number of current problems, and of those that have gone. */
  open: number;
  resolved: number;
}

/**
 * Reads the facts of all customers, or of one, and brings the alerts based on facts in line: opens new ones, resolves those no
 * longer true, updates texts. One transaction, one at a time, a dozen statements for any number of customers; a
 * repeat or a delay changes nothing more.
 * @param customerId the only one whose alerts are touched; null for all
 */
export async function updateAlerts(customerId: string | null = null): Promise<AlertUpdate> {
  return inTransaction(async (sql) => {
    const { rows } = await sql.query<{ isMine: boolean; now: Date }>(
      'SELECT pg_try_advisory_xact_lock($1) AS "isMine", now() AS now',
      [LOCK],
    );
    const [turn] = rows;
    if (!turn?.isMine) return { isSkipped: true, open: 0, resolved: 0 };

    const sources = await readSourceFacts(sql, turn.now, customerId);
    const destinations = await readDestinationFacts(sql, customerId);
    const wanted = evaluateAlerts({ sources, destinations }, turn.now);

    const resolved = await sql.query(RESOLVE, [JSON.stringify(wanted), EVALUATED_KINDS, customerId]);
    await openAlerts(sql, wanted);
    return { isSkipped: false, open: wanted.length, resolved: resolved.rowCount ?? 0 };
  });
}

const RESOLVE = `
  UPDATE alert SET resolved_at = now()
  WHERE resolved_at IS NULL AND kind = ANY($2::text[]) AND (customer_id, kind, subject) NOT IN (
    SELECT w."customerId", w.kind, w.subject FROM ${WANTED}
  ) AND ($3::uuid IS NULL OR customer_id = $3)`;
