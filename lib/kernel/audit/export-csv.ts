import type { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { type Columns, writeCsv } from "@/lib/kernel/csv/write-csv";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import type { AuditFilter, customerAuditFilter } from "./audit-input";
import type { AuditEntryView } from "./audit-view";
import { findEntries } from "./find-entries";

/** Entries read at a time: what one download holds in memory. */
const CHUNK_ROWS = 500;

const COLUMNS: Columns<AuditEntryView> = [
  ["time", (entry) => entry.at],
  ["actor kind", (entry) => entry.actor.kind],
  ["actor", (entry) => entry.actor.name],
  ["action", (entry) => entry.action],
  ["what", (entry) => entry.summary],
  ["customer", (entry) => entry.customerName],
  ["subject kind", (entry) => entry.subjectKind],
  ["subject id", (entry) => entry.subjectId],
  ["before", (entry) => toJson(entry.before)],
  ["after", (entry) => toJson(entry.after)],
];

/**
 * The whole log as CSV, in chunks, newest first.
 * @throws TributaryError `forbidden` below csm
 */
export async function exportAudit(ctx: Ctx, filter: AuditFilter): Promise<AsyncIterable<string>> {
  requireRole(ctx, "csm");
  return writeCsv(COLUMNS, walkEntries(filter));
}

/**
 * A customer's audit entries as CSV; see `exportAudit`.
 * @throws TributaryError `forbidden`, `not_found`
 */
export async function exportCustomerAudit(
  ctx: Ctx,
  filter: z.infer<typeof customerAuditFilter> & { customerId: string },
): Promise<AsyncIterable<string>> {
  requireRole(ctx, "viewer");
  await requireCustomer(filter.customerId);
  return writeCsv(COLUMNS, walkEntries(filter));
}

/** All entries that match, newest first, in chunks. */
export async function* walkEntries(filter: AuditFilter): AsyncGenerator<AuditEntryView[]> {
  for (let last: string | null = null; ; ) {
    const entries: AuditEntryView[] = await findEntries(filter, last, CHUNK_ROWS);
    yield entries;
    if (entries.length < CHUNK_ROWS) return;
    last = entries.at(-1)?.id ?? null;
  }
}

function toJson(fields: Record<string, unknown> | null): string | null {
  return fields === null ? null : JSON.stringify(fields);
}
