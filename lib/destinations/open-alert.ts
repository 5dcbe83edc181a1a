import type { Sql } from "@/lib/segments/sql-in-transaction";

/** Problems of the way from Heap to Braze that need a person. */
export type DestinationAlertKind =
  | "id_token_changed"
  | "recurring_cap"
  | "pages_missing"
  | "braze_key_refused";

export interface DestinationAlert {
  customerId: string;
  destinationId: string;
  segmentId?: string;
  kind: DestinationAlertKind;
  /** What it is about: of a kind and a subject one alert is open at a time. */
  subject: string;
  message: string;
  nextAction: string;
}

/** Opens an alert; when it is open already, its words are brought up to date. */
export async function openAlert(sql: Sql, alert: DestinationAlert): Promise<void> {
  await sql.query(
    `INSERT INTO alert (id, customer_id, destination_id, segment_id, kind, subject, message, next_action)
     VALUES (gen_random_uuid(), $1::uuid, $2::uuid, $3::uuid, $4, $5, $6, $7)
     ON CONFLICT (customer_id, kind, subject) WHERE resolved_at IS NULL
     DO UPDATE SET message = EXCLUDED.message, next_action = EXCLUDED.next_action`,
    [
      alert.customerId,
      alert.destinationId,
      alert.segmentId ?? null,
      alert.kind,
      alert.subject,
      alert.message,
      alert.nextAction,
    ],
  );
}

/** Ends the open alert of this kind and subject, if there is one. */
export async function resolveAlert(
  sql: Sql,
  alert: Pick<DestinationAlert, "customerId" | "kind" | "subject">,
): Promise<void> {
  await sql.query(
    `UPDATE alert SET resolved_at = now()
     WHERE customer_id = $1::uuid AND kind = $2 AND subject = $3 AND resolved_at IS NULL`,
    [alert.customerId, alert.kind, alert.subject],
  );
}
