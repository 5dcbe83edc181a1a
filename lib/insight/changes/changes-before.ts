import type { AlertKind } from "@/lib/kernel/alerts/kinds";
import { idAt } from "@/lib/kernel/api/id-since";
import { SUSPECT_ACTIONS } from "./change-kinds";

/** Shortly before; our choice: who looks in the morning sees what was changed on the day before. */
const SHORTLY = "24 h";
/** How many are told with an alert, and how many audit entries are looked at for them. */
const MOST_TOLD = 3;
const MOST_LOOKED_AT = 200;

/**
 * Kinds of alerts about what Braze, Heap or a user did by themselves: no change here can have caused them. A text that Heap's
 * users lack is set in Heap.
 */
const CAUSED_ELSEWHERE: readonly AlertKind[] = [
  "deletion_requested",
  "new_event_types",
  "too_many_segments",
  "too_much_stored",
  "unknown_action",
  "users_without_id",
];

const elsewhere = CAUSED_ELSEWHERE.map((kind) => `'${kind}'`).join(", ");

/** Whether an audit entry is about the flow of the alert, or about the whole customer: what is done to the other flow does not cause it. */
function isOfItsFlow(alert: string): string {
  return `CASE WHEN ${alert}.source_id IS NOT NULL
    THEN subject_kind NOT IN ('destination', 'segment') AND (subject_kind <> 'source' OR subject_id = ${alert}.source_id::text)
    WHEN ${alert}.destination_id IS NOT NULL
    THEN subject_kind <> 'source' AND (subject_kind <> 'destination' OR subject_id = ${alert}.destination_id::text)
    ELSE true END`;
}

const actions = SUSPECT_ACTIONS.map((action) => `'${action}'`).join(", ");

/**
 * The latest changes that can have caused an alert, shortly before it opened, newest first, as JSON, in SQL; null without any.
 * Creations are left out. Reads one short range of an index for each alert.
 * @param alert the alias of the alert's row
 */
export function changesBefore(alert: string): string {
  return `(
    SELECT json_agg(json_build_object(
        'id', f.id, 'at', f.at, 'by', f.actor_name, 'action', f.action, 'customerId', f.customer_id,
        'subjectKind', f.subject_kind, 'subjectId', f.subject_id, 'before', f.before, 'after', f.after,
        'subjectName', CASE f.subject_kind
          WHEN 'customer' THEN (SELECT name FROM customer WHERE id = f.subject_id::uuid)
          WHEN 'source' THEN (SELECT name FROM source WHERE id = f.subject_id::uuid)
          WHEN 'destination' THEN (SELECT name FROM destination WHERE id = f.subject_id::uuid)
          WHEN 'segment' THEN (SELECT name FROM segment WHERE id = f.subject_id::uuid)
        END) ORDER BY f.id DESC)
    FROM (
      SELECT * FROM (
        SELECT * FROM audit_entry w
        WHERE ${alert}.kind NOT IN (${elsewhere}) AND w.customer_id = ${alert}.customer_id AND w.id < ${idAt(`${alert}.opened_at`)}
          AND w.id >= ${idAt(`(${alert}.opened_at - interval '${SHORTLY}')`)}
        ORDER BY w.id DESC LIMIT ${MOST_LOOKED_AT}
      ) looked_at
      WHERE action IN (${actions}) AND ${isOfItsFlow(alert)} ORDER BY id DESC LIMIT ${MOST_TOLD}
    ) f)`;
}
