import { walkMembers } from "@/lib/cohorts/members/export-members";
import { walkPushes, walkSyncs } from "@/lib/cohorts/syncs/export-syncs";
import { toPushView } from "@/lib/cohorts/syncs/sync-view";
import { toEventView } from "@/lib/forwarding/events/event-view";
import { walkEvents } from "@/lib/forwarding/events/walk-events";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { walkEntries } from "@/lib/kernel/audit/export-csv";
import { recordExport } from "@/lib/kernel/audit/record-export";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { pool } from "@/lib/kernel/database";
import { walkBodies } from "./walk-bodies";

const CHUNK_ROWS = 1_000;
/** So much is handed on at a time: rows may be long. */
const PIECE_CHARACTERS = 256 * 1024;

/** One line of the file: what it is, and the record itself. */
type Line = [type: string, fields: unknown];

/**
 * Everything kept for a customer as NDJSON, in chunks: one JSON object per line, `{ type, data }`. The first line is
 * `export` and the last one `end` with the number of lines of each type, so that half a file is not mistaken for a
 * whole one. It contains no secrets: no token, key or hash of one. For admins, and recorded in the audit log.
 * @throws TributaryError `forbidden` below admin, `not_found`
 */
export async function exportCustomer(
  ctx: Ctx,
  { customerId }: { customerId: string },
): Promise<AsyncIterable<string>> {
  requireRole(ctx, "admin");
  await requireCustomer(customerId);
  await recordExport(ctx, {
    action: "customer.exported",
    customerId,
    subjectKind: "customer",
    subjectId: customerId,
  });
  return writeLines(ctx, customerId);
}

async function* writeLines(ctx: Ctx, customerId: string): AsyncGenerator<string> {
  const counts: Record<string, number> = {};
  yield toLine("export", { version: 1, customerId, at: new Date().toISOString() });
  for await (const lines of readAll(ctx, customerId)) {
    let text = "";
    for (const [type, fields] of lines) {
      counts[type] = (counts[type] ?? 0) + 1;
      text += toLine(type, fields);
      if (text.length < PIECE_CHARACTERS) continue;
      yield text;
      text = "";
    }
    if (text !== "") yield text;
  }
  for await (const { text, begins } of walkBodies(customerId)) {
    if (begins) counts[begins] = (counts[begins] ?? 0) + 1;
    yield text;
  }
  yield toLine("end", { counts });
}

function toLine(type: string, fields: unknown): string {
  return `${JSON.stringify({ type, data: fields })}\n`;
}

async function* readAll(ctx: Ctx, customerId: string): AsyncGenerator<Line[]> {
  for (const { type, columns, table, where } of TABLES) {
    for await (const rows of walkTable(columns, table, where, customerId))
      yield rows.map((row) => [type, row]);
  }
  for await (const rows of walkEvents(ctx, { customerId }))
    yield rows.map((row) => ["event", toEventView(row)]);
  for (const segmentId of await segmentIdsOf(customerId)) {
    for await (const rows of walkMembers(segmentId))
      yield rows.map((row) => ["member", { segmentId, ...row }]);
  }
  for await (const syncs of walkSyncs({ customerId })) {
    yield syncs.map((sync) => ["sync", sync]);
    for await (const pushes of walkPushes(syncs.map(({ id }) => id))) {
      yield pushes.map(({ syncId, ...push }) => ["push", { syncId, ...toPushView(push) }]);
    }
  }
  for await (const entries of walkEntries({ customerId }))
    yield entries.map(({ changes: _words, ...entry }) => ["audit_entry", entry]);
}

async function segmentIdsOf(customerId: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    "SELECT id FROM segment WHERE customer_id = $1 ORDER BY id",
    [customerId],
  );
  return rows.map((row) => row.id);
}

const OF_CUSTOMER = "t.customer_id = $1";

/**
 * Named columns only: a column added later stays out of the file until someone has checked that it is not a secret.
 */
const TABLES: readonly { type: string; table: string; columns: string; where: string }[] = [
  {
    type: "customer",
    table: "customer",
    columns:
      "id, name, state, quarantine_count, quarantine_percent, refused_count, refused_percent, lag_target_seconds, created_at, updated_at",
    where: "t.id = $1",
  },
  {
    type: "source",
    table: "source",
    columns:
      "id, name, heap_app_id, heap_region, identity_field, prefix, catalog_prefix, event_types, new_types, property_rules, protects_personal_data, property_names, event_names, user_properties, machine_events, placeholders, allowed_identities, carries_out_deletions, paused_at, created_at, updated_at",
    where: OF_CUSTOMER,
  },
  {
    type: "seen_type",
    table: "seen_type",
    columns: `id, source_id, "type" AS event_type, decision, first_seen_at`,
    where: OF_CUSTOMER,
  },
  {
    type: "destination",
    table: "destination",
    columns:
      "id, name, kind, braze_instance, identifier_kind, alias_label, clears_leavers, attribute_prefix, workspace_since, paused_at, created_at, updated_at",
    where: OF_CUSTOMER,
  },
  {
    type: "endpoint",
    table: "endpoint",
    columns: "id, source_id, destination_id, created_at, expires_at, revoked_at",
    where: OF_CUSTOMER,
  },
  {
    type: "segment",
    table: "segment",
    columns:
      "id, destination_id, heap_segment_id, name, mode, cohort_name, attribute_name, clear_asked_at, wanted_count, acked_count, reused_tasks, last_page_at, created_at",
    where: OF_CUSTOMER,
  },
  {
    type: "deletion_request",
    table: "deletion_request",
    columns:
      "id, source_id, batch_id, index, fingerprint, state, words, repeats, received_at, due_at, started_by, started_at, finished_at, lifted_at",
    where: OF_CUSTOMER,
  },
  {
    type: "deletion_step",
    table: "deletion_step",
    columns: "id, deletion_request_id, party, name, state, words, asked_id, attempts, finished_at",
    where: OF_CUSTOMER,
  },
  {
    type: "identity_change",
    table: "identity_change",
    columns: "id, source_id, batch_id, index, gone_id, stays_id, external_id, occurred_at",
    where: OF_CUSTOMER,
  },
  {
    type: "user_property",
    table: "user_property",
    columns:
      "id, source_id, heap_app, identity, name, value, occurred_at, owed_since, sent_value, sent_at, refused_words, changed_at",
    where: OF_CUSTOMER,
  },
  {
    type: "delivery",
    table: "delivery",
    columns: "id, source_id, heap_app, state, event_count, mapping, status, words, started_at, finished_at",
    where: "t.source_id IN (SELECT id FROM source WHERE customer_id = $1)",
  },
  {
    type: "replay",
    table: "replay",
    columns: `id, source_id, state, outcome, "type" AS event_type, identity, issue, total, done, requested_by, requested_at, finished_at`,
    where: OF_CUSTOMER,
  },
  {
    type: "dry_run",
    table: "dry_run",
    columns: "id, segment_id, trigger, requested_by, requested_at, adds, removes, pushes",
    where: OF_CUSTOMER,
  },
  {
    type: "match_check",
    table: "match_check",
    columns:
      "id, segment_id, trigger, state, requested_by, requested_at, population, sampled, asked, known, error",
    where: OF_CUSTOMER,
  },
  {
    type: "check",
    table: "check",
    columns: "id, kind, source_id, destination_id, detail, proven_at",
    where: OF_CUSTOMER,
  },
  {
    type: "skipped_hop",
    table: "skipped_hop",
    columns: "id, destination_id, kind, reason, skipped_by, skipped_at",
    where: OF_CUSTOMER,
  },
  {
    type: "alert",
    table: "alert",
    columns:
      "id, kind, subject, message, next_action, cause, sample, opened_at, resolved_at, dismissed_by, dismissed_reason, size, acknowledged_at, acknowledged_by, assignee_id, snoozed_until, snoozed_by",
    where: OF_CUSTOMER,
  },
  {
    type: "alert_note",
    table: "alert_note",
    columns: "id, alert_id, text, written_by, written_at",
    where: OF_CUSTOMER,
  },
  {
    type: "message",
    table: "message",
    columns: "id, channel, recipients, subject, body, state, created_at, sent_at",
    where: OF_CUSTOMER,
  },
  {
    type: "erasure",
    table: "erasure",
    columns:
      "id, fingerprint, includes_variants, phase, events, pages, members, requested_by, requested_at, finished_at",
    where: OF_CUSTOMER,
  },
];

/** Whatever columns are asked for: they go into the file as they are. */
interface TableRow {
  id: string;
  [column: string]: unknown;
}

async function* walkTable(
  columns: string,
  table: string,
  where: string,
  customerId: string,
): AsyncGenerator<TableRow[]> {
  for (let afterId: string | null = null; ; ) {
    const { rows }: { rows: TableRow[] } = await pool.query(
      `SELECT ${columns} FROM "${table}" t WHERE ${where} AND ($2::uuid IS NULL OR t.id > $2::uuid)
       ORDER BY t.id LIMIT $3`,
      [customerId, afterId, CHUNK_ROWS],
    );
    yield rows;
    if (rows.length < CHUNK_ROWS) return;
    afterId = rows.at(-1)?.id ?? null;
  }
}
