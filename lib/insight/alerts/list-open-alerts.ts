import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { type Page, pageInput, readCursor, toPage } from "@/lib/kernel/api/keyset";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { pool } from "@/lib/kernel/database";
import { CUSTOMER_FLOWS } from "@/lib/kernel/holds/hold-rule";
import type { CustomerState } from "@/prisma/generated/enums";
import { alertFilterInput, filterValues, IS_FILTERED } from "./alert-filter";
import { ALERT_COLUMNS, type AlertRow, type AlertView, toAlertView } from "./alert-view";
import { IS_SNOOZED } from "./snooze-rule";
import { BY_URGENCY, URGENCY } from "./triage";

/** Which open alerts to list. */
export const alertListInput = z.strictObject({
  ...pageInput,
  ...alertFilterInput,
  /** Only those that are snoozed, or only the others. */
  snoozed: z.enum(["only", "without"]).optional(),
});

export type AlertListInput = z.input<typeof alertListInput>;

/** The sort key: urgency, since when, id. */
const cursorKey = z.tuple([z.int(), z.iso.datetime(), z.uuid()]);

interface Row extends AlertRow {
  customerName: string;
  customerState: CustomerState;
  urgency: number;
}

/**
 * Open alerts: first those that do most harm, then the longest open. Those of paused and archived customers, which
 * someone stopped on purpose, are listed only for that customer.
 * @throws TributaryError `forbidden`, `invalid`, `not_found` customer
 */
export async function listOpenAlerts(ctx: Ctx, input: AlertListInput): Promise<Page<AlertView>> {
  requireRole(ctx, "viewer");
  const { limit, cursor, snoozed, ...filter } = parseInput(alertListInput, input);
  const after = readCursor(cursor, cursorKey);
  if (filter.customerId) await requireCustomer(filter.customerId);

  const { rows } = await pool.query<Row>(LIST, [
    ...(await filterValues(ctx, filter)),
    snoozed ?? null,
    ...(after ?? [null, null, null]),
    limit + 1,
  ]);
  return toPage(
    rows,
    limit,
    (row) => [row.urgency, row.openedAt.toISOString(), row.id],
    (row) => ({
      ...toAlertView(row),
      customer: { id: row.customerId, name: row.customerName, state: row.customerState },
    }),
  );
}

// Open alerts are few: the partial index `alert_open_key` contains only them.
const LIST = `
  SELECT ${ALERT_COLUMNS}, c.name AS "customerName", c.state AS "customerState",
         ${URGENCY} AS urgency
  FROM alert a JOIN customer c ON c.id = a.customer_id
  WHERE a.resolved_at IS NULL AND ${IS_FILTERED} AND ($1::uuid IS NOT NULL OR ${CUSTOMER_FLOWS})
    AND ($8::text IS NULL OR ${IS_SNOOZED} = ($8 = 'only'))
    AND ($9::int IS NULL OR (${URGENCY}, a.opened_at, a.id) > ($9, $10::timestamptz, $11::uuid))
  ORDER BY ${BY_URGENCY}
  LIMIT $12`;
