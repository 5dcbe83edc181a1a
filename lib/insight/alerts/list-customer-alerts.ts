import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { type Page, pageInput, pageOf, readCursor, toPage } from "@/lib/kernel/api/keyset";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { pool } from "@/lib/kernel/database";
import { ALERT_COLUMNS, type AlertRow, type OwnAlertView, ownAlertView, toAlertView } from "./alert-view";

/** Which of a customer's alerts to list: all, or only open or resolved ones. */
export const alertHistoryInput = z.strictObject({
  ...pageInput,
  state: z.enum(["open", "resolved"]).optional(),
});

export const alertHistoryPage = pageOf(ownAlertView);

/** The sort key: since when, id. */
const cursorKey = z.tuple([z.iso.datetime(), z.uuid()]);

/**
 * A customer's alerts, open and resolved, latest first.
 * @throws TributaryError `forbidden`, `invalid`, `not_found`
 */
export async function listCustomerAlerts(
  ctx: Ctx,
  input: z.input<typeof alertHistoryInput> & { customerId: string },
): Promise<Page<OwnAlertView>> {
  requireRole(ctx, "viewer");
  const { customerId, ...rest } = input;
  const { limit, cursor, state } = parseInput(alertHistoryInput, rest);
  const before = readCursor(cursor, cursorKey);
  await requireCustomer(customerId);

  const { rows } = await pool.query<AlertRow>(
    `SELECT ${ALERT_COLUMNS} FROM alert a
     WHERE a.customer_id = $1 AND ($2::text IS NULL OR (a.resolved_at IS NULL) = ($2 = 'open'))
       AND ($3::timestamptz IS NULL OR (a.opened_at, a.id) < ($3, $4::uuid))
     ORDER BY a.opened_at DESC, a.id DESC LIMIT $5`,
    [customerId, state ?? null, ...(before ?? [null, null]), limit + 1],
  );
  return toPage(rows, limit, (row) => [row.openedAt.toISOString(), row.id], toAlertView);
}
