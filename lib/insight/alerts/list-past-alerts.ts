import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { type Page, pageInput, readCursor, toPage } from "@/lib/kernel/api/keyset";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { pool } from "@/lib/kernel/database";
import type { CustomerState } from "@/prisma/generated/enums";
import { alertFilterInput, filterValues, IS_FILTERED } from "./alert-filter";
import { ALERT_COLUMNS, type AlertRow, type AlertView, toAlertView } from "./alert-view";

/** Which alerts that are over to list: all, or those that ended in one way. */
export const pastAlertListInput = z.strictObject({
  ...pageInput,
  ...alertFilterInput,
  ended: z.enum(["by_itself", "dismissed"]).optional(),
});

/** The sort key: when it ended, id. */
const cursorKey = z.tuple([z.iso.datetime(), z.uuid()]);

interface Row extends AlertRow {
  customerName: string;
  customerState: CustomerState;
}

/**
 * Alerts that are over, those that ended last first.
 * @throws TributaryError `forbidden`, `invalid`, `not_found` customer
 */
export async function listPastAlerts(
  ctx: Ctx,
  input: z.input<typeof pastAlertListInput>,
): Promise<Page<AlertView>> {
  requireRole(ctx, "viewer");
  const { limit, cursor, ended, ...filter } = parseInput(pastAlertListInput, input);
  const before = readCursor(cursor, cursorKey);
  if (filter.customerId) await requireCustomer(filter.customerId);

  const { rows } = await pool.query<Row>(LIST, [
    ...(await filterValues(ctx, filter)),
    ended ?? null,
    ...(before ?? [null, null]),
    limit + 1,
  ]);
  return toPage(
    rows,
    limit,
    (row) => [row.resolvedAt?.toISOString(), row.id],
    (row) => ({
      ...toAlertView(row),
      customer: { id: row.customerId, name: row.customerName, state: row.customerState },
    }),
  );
}

const LIST = `
  SELECT ${ALERT_COLUMNS}, c.name AS "customerName", c.state AS "customerState"
  FROM alert a JOIN customer c ON c.id = a.customer_id
  WHERE a.resolved_at IS NOT NULL AND ${IS_FILTERED}
    AND ($8::text IS NULL OR (a.dismissed_by IS NOT NULL) = ($8 = 'dismissed'))
    AND ($9::timestamptz IS NULL OR (a.resolved_at, a.id) < ($9, $10::uuid))
  ORDER BY a.resolved_at DESC, a.id DESC
  LIMIT $11`;
