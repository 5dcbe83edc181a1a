import type { Sql } from "@/lib/kernel/database";
import type { Alert } from "./kinds";

/** An alert that returns within this time after it was resolved is the same alert, not a new one. */
export const FLAP_MINUTES = 15;

/**
 * Opens alerts. The text of an alert that is already open is updated; one resolved moments ago is reopened, so that a
 * problem that comes and goes is one alert, not many. What was dismissed since it occurred opens none. A snoozed alert
 * that is reopened, or that has become twice as large, wakes now.
 * @param sql a transaction: two statements for any number of alerts
 */
export async function openAlerts(sql: Sql, alerts: readonly Alert[]): Promise<void> {
  if (alerts.length === 0) return;
  const wanted = JSON.stringify(alerts);
  await sql.query(REOPEN, [wanted]);
  await sql.query(OPEN, [wanted]);
}

/** Opens one alert; see `openAlerts`. */
export async function openAlert(sql: Sql, alert: Alert): Promise<void> {
  await openAlerts(sql, [alert]);
}

/** Ends the open alert of this kind and subject, if there is one. */
export async function resolveAlert(
  sql: Sql,
  alert: Pick<Alert, "customerId" | "kind" | "subject">,
): Promise<void> {
  await sql.query(
    `UPDATE alert SET resolved_at = now()
     WHERE customer_id = $1::uuid AND kind = $2 AND subject = $3 AND resolved_at IS NULL`,
    [alert.customerId, alert.kind, alert.subject],
  );
}

/** The alerts of parameter $1 as rows `w`. */
export const WANTED = `jsonb_to_recordset($1::text::jsonb) AS w(
  "customerId" uuid, "sourceId" uuid, "destinationId" uuid, "segmentId" uuid, kind text, subject text, message text,
  cause text, sample text, "nextAction" text, "occurredAt" timestamptz, size int)`;

// At the very moment counts: the dismissal saw what had happened until then.
const WAS_DISMISSED = `EXISTS (
  SELECT FROM alert d WHERE d.customer_id = w."customerId" AND d.kind = w.kind AND d.subject = w.subject
    AND d.dismissed_by IS NOT NULL AND d.resolved_at >= w."occurredAt")`;

/** When a snooze is over, in SQL: now if `isReason`, otherwise as planned. */
function wakeIf(isReason: string): string {
  return `CASE WHEN alert.snoozed_until > now() AND ${isReason} THEN now() ELSE alert.snoozed_until END`;
}

/** How many times as many as when it was snoozed make an alert worse; our choice. */
const WORSE_FACTOR = 2;

const REOPEN = `
  UPDATE alert SET resolved_at = NULL, snoozed_until = ${wakeIf("true")}
  FROM (
    SELECT DISTINCT ON (a.customer_id, a.kind, a.subject) a.id
    FROM ${WANTED}
    JOIN alert a ON a.customer_id = w."customerId" AND a.kind = w.kind AND a.subject = w.subject
    WHERE a.resolved_at > now() - interval '${FLAP_MINUTES} min' AND a.dismissed_by IS NULL AND NOT ${WAS_DISMISSED}
      AND NOT EXISTS (
        SELECT FROM alert o WHERE o.customer_id = a.customer_id AND o.kind = a.kind AND o.subject = a.subject
          AND o.resolved_at IS NULL
      )
    ORDER BY a.customer_id, a.kind, a.subject, a.resolved_at DESC
  ) again
  WHERE alert.id = again.id AND alert.resolved_at IS NOT NULL`;

const OPEN = `
  INSERT INTO alert (id, customer_id, source_id, destination_id, segment_id, kind, subject, message, cause, sample, next_action, size)
  SELECT gen_random_uuid(), w."customerId", w."sourceId", w."destinationId", w."segmentId", w.kind, w.subject, w.message,
         w.cause, w.sample, w."nextAction", w.size
  FROM ${WANTED}
  WHERE NOT ${WAS_DISMISSED}
  ON CONFLICT (customer_id, kind, subject) WHERE resolved_at IS NULL
  DO UPDATE SET message = EXCLUDED.message, cause = EXCLUDED.cause, sample = EXCLUDED.sample,
                next_action = EXCLUDED.next_action, segment_id = EXCLUDED.segment_id, size = EXCLUDED.size,
                snoozed_until = ${wakeIf(`EXCLUDED.size >= ${WORSE_FACTOR} * alert.snoozed_size`)}
  WHERE (alert.message, alert.cause, alert.sample, alert.next_action, alert.segment_id, alert.size) IS DISTINCT FROM
    (EXCLUDED.message, EXCLUDED.cause, EXCLUDED.sample, EXCLUDED.next_action, EXCLUDED.segment_id, EXCLUDED.size)`;
