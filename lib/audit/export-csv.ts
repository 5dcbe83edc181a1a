import { stringify } from "csv-stringify/sync";
import type { z } from "zod";
import { type Ctx, requireRole } from "@/lib/actor";
import { requireCustomer } from "@/lib/customers/require-customer";
import type { AuditFilter, customerAuditFilter } from "./audit-input";
import type { AuditEntryView } from "./audit-view";
import { findEntries } from "./find-entries";

/** Entries read at a time: what one download holds in memory. */
const CHUNK_ROWS = 500;

const COLUMNS = [
  "time",
  "actor kind",
  "actor",
  "action",
  "what",
  "customer",
  "subject kind",
  "subject id",
  "before",
  "after",
];

/**
 * The whole log as CSV, in pieces, newest first: UTF-8 with its mark, so that spreadsheets read it right, and no cell
 * that a spreadsheet would take for a formula.
 * @throws TributaryError `forbidden` below csm
 */
export async function exportAudit(ctx: Ctx, filter: AuditFilter): Promise<AsyncIterable<string>> {
  requireRole(ctx, "csm");
  return writeCsv(filter);
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
  return writeCsv(filter);
}

async function* writeCsv(filter: AuditFilter): AsyncGenerator<string> {
  yield `\uFEFF${COLUMNS.join(",")}\r\n`;
  for (let last: string | null = null; ; ) {
    const entries: AuditEntryView[] = await findEntries(filter, last, CHUNK_ROWS);
    if (entries.length > 0) yield toLines(entries);
    if (entries.length < CHUNK_ROWS) return;
    last = entries.at(-1)?.id ?? null;
  }
}

function toLines(entries: readonly AuditEntryView[]): string {
  const rows = entries.map((entry) => [
    entry.at,
    entry.actor.kind,
    entry.actor.name,
    entry.action,
    entry.summary,
    entry.customerName ?? "",
    entry.subjectKind,
    entry.subjectId,
    entry.before === null ? "" : JSON.stringify(entry.before),
    entry.after === null ? "" : JSON.stringify(entry.after),
  ]);
  return stringify(rows, { escape_formulas: true, record_delimiter: "windows" });
}
