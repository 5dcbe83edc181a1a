import { pool } from "@/lib/kernel/database";
import type { ActorKind } from "@/prisma/generated/enums";
import type { AuditFilter } from "./audit-input";
import type { AuditEntryView } from "./audit-view";
import { fieldChanges } from "./field-changes";
import { summarizeAction } from "./summarize-action";

interface Row {
  id: string;
  at: Date;
  actorKind: ActorKind;
  actorId: string | null;
  actorName: string;
  action: string;
  customerId: string | null;
  customerName: string | null;
  subjectKind: string;
  subjectId: string;
  subjectName: string | null;
  before: unknown;
  after: unknown;
  /** Names of the users that it names by id; null when there are none. */
  people: Readonly<Record<string, string>> | null;
}

/** What a reader may filter by, or any of several actions. */
interface EntryFilter extends AuditFilter {
  actions?: readonly string[];
}

/**
 * Audit entries, newest first, with the current names of their customers and subjects: one statement.
 * @param beforeId the last entry of the page before; null starts with the newest
 */
export async function findEntries(
  filter: EntryFilter,
  beforeId: string | null,
  limit: number,
): Promise<AuditEntryView[]> {
  const { text, values } = conditionsOf(filter, beforeId);
  const { rows } = await pool.query<Row>(`${PAGE} WHERE ${text} ORDER BY id DESC LIMIT $1${NAMES}`, [
    limit,
    ...values,
  ]);
  return rows.map(toView);
}

/** The statement contains only the requested filters, so that each is served by its own index. */
function conditionsOf(filter: EntryFilter, beforeId: string | null): { text: string; values: unknown[] } {
  const ends = [filter.to ? firstIdAt(filter.to) : LAST_ID, beforeId ?? LAST_ID].toSorted();
  const values: unknown[] = [filter.from ? firstIdAt(filter.from) : FIRST_ID, ends[0]];
  const conditions = ["id >= $2::uuid AND id < $3::uuid"];
  const add = (condition: string, value: unknown) => {
    values.push(value);
    conditions.push(condition.replace("?", `$${values.length + 1}`));
  };

  if (filter.customerId) add("customer_id = ?::uuid", filter.customerId);
  if (filter.actorId) add("actor_id = ?", filter.actorId);
  if (filter.actorKind) add("actor_kind = ?::actor_kind", filter.actorKind);
  if (filter.subjectId) add("subject_id = ?", filter.subjectId);
  if (filter.action?.endsWith(".*")) add("starts_with(action, ?)", filter.action.slice(0, -1));
  else if (filter.action || filter.actions)
    add("action = ANY (?::text[])", filter.actions ?? [filter.action]);
  return { text: conditions.join(" AND "), values };
}

/** No entry's id is lower than the first, or as high as the last. */
const FIRST_ID = "00000000-0000-0000-0000-000000000000";
const LAST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/** The lowest UUIDv7 of a moment: its first 48 bits are milliseconds since 1970. */
function firstIdAt(time: string): string {
  const millis = Math.min(Math.max(Date.parse(time), 0), 2 ** 48 - 1);
  const hex = millis.toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

function toView(row: Row): AuditEntryView {
  const [before, after] = [asFields(row.before), asFields(row.after)];
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    action: row.action,
    summary: summarizeAction(row.action, row.subjectName),
    customerId: row.customerId,
    customerName: row.customerName,
    subjectKind: row.subjectKind,
    subjectId: row.subjectId,
    before,
    after,
    changes: fieldChanges(row.subjectKind, named(before, row.people), named(after, row.people)),
  };
}

/** The fields with the owner by name. A user is disabled, never deleted, so an id without a name was never one. */
function named(fields: Record<string, unknown> | null, people: Row["people"]) {
  const name = people?.[String(fields?.ownerId)];
  return fields && name !== undefined ? { ...fields, ownerId: name } : fields;
}

function asFields(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

const PAGE = `
  WITH found AS (
    SELECT *, CASE WHEN subject_id ~ '^[0-9a-f-]{36}$' THEN subject_id::uuid END AS subject FROM audit_entry`;

const ownerIn = (fields: string) =>
  `CASE WHEN ${fields}->>'ownerId' ~ '^[0-9a-f-]{36}$' THEN (${fields}->>'ownerId')::uuid END`;

// One look-up by primary key for each name, and only for the entries of the page.
const NAMES = `
  )
  SELECT f.id, f.at, f.actor_kind AS "actorKind", f.actor_id AS "actorId", f.actor_name AS "actorName", f.action,
         f.customer_id AS "customerId", c.name AS "customerName", f.subject_kind AS "subjectKind",
         f.subject_id AS "subjectId", f.before, f.after,
         CASE f.subject_kind
           WHEN 'customer' THEN (SELECT name FROM customer WHERE id = f.subject)
           WHEN 'source' THEN (SELECT name FROM source WHERE id = f.subject)
           WHEN 'destination' THEN (SELECT name FROM destination WHERE id = f.subject)
           WHEN 'segment' THEN (SELECT name FROM segment WHERE id = f.subject)
           WHEN 'sync' THEN (SELECT s.name FROM sync y JOIN segment s ON s.id = y.segment_id WHERE y.id = f.subject)
           WHEN 'endpoint' THEN (
             SELECT coalesce(s.name, d.name) FROM endpoint e LEFT JOIN source s ON s.id = e.source_id
             LEFT JOIN destination d ON d.id = e.destination_id WHERE e.id = f.subject)
           WHEN 'connect_link' THEN (
             SELECT d.name FROM connect_link l JOIN destination d ON d.id = l.destination_id WHERE l.id = f.subject)
           WHEN 'webhook_secret' THEN (
             SELECT d.name FROM webhook_secret w JOIN destination d ON d.id = w.destination_id WHERE w.id = f.subject)
           WHEN 'status_link' THEN c.name
           WHEN 'user' THEN (SELECT name FROM "user" WHERE id = f.subject)
           WHEN 'api_key' THEN (SELECT name FROM api_key WHERE id = f.subject)
         END AS "subjectName",
         (SELECT jsonb_object_agg(u.id, u.name) FROM "user" u
          WHERE u.id IN (${ownerIn("f.before")}, ${ownerIn("f.after")})) AS people
  FROM found f LEFT JOIN customer c ON c.id = f.customer_id
  ORDER BY f.id DESC`;
