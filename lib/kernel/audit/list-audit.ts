import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { type Page, readCursor, toPage } from "@/lib/kernel/api/keyset";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import type { auditListInput, customerAuditListInput } from "./audit-input";
import type { AuditEntryView } from "./audit-view";
import { findEntries } from "./find-entries";

/**
 * The whole log, including the team and its keys, newest first.
 * @throws TributaryError `forbidden` below csm, `invalid` cursor
 */
export async function listAudit(
  ctx: Ctx,
  input: z.infer<typeof auditListInput>,
): Promise<Page<AuditEntryView>> {
  requireRole(ctx, "csm");
  return readPage(input);
}

/**
 * A customer's audit entries, newest first.
 * @throws TributaryError `forbidden`, `not_found`, `invalid` cursor
 */
export async function listCustomerAudit(
  ctx: Ctx,
  input: z.infer<typeof customerAuditListInput> & { customerId: string },
): Promise<Page<AuditEntryView>> {
  requireRole(ctx, "viewer");
  await requireCustomer(input.customerId);
  return readPage(input);
}

async function readPage({
  limit,
  cursor,
  ...filter
}: z.infer<typeof auditListInput>): Promise<Page<AuditEntryView>> {
  const rows = await findEntries(filter, readCursor(cursor, z.uuid()), limit + 1);
  return toPage(
    rows,
    limit,
    (row) => row.id,
    (row) => row,
  );
}
