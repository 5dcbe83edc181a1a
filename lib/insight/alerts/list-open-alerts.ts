import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { type Page, pageInput, readCursor, toPage } from "@/lib/kernel/api/keyset";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { pool } from "@/lib/kernel/database";
import { CUSTOMER_FLOWS } from "@/lib/kernel/holds/hold-rule";
import { ownerFilter, ownerIdOf } from "@/lib/team/owners/owner-filter";
import type { CustomerState } from "@/prisma/generated/enums";
import { ALERT_COLUMNS, type AlertRow, type AlertView, toAlertView } from "./alert-view";
import { IS_SNOOZED } from "./snooze-rule";
import { BY_URGENCY, URGENCY } from "./urgency";

/** Which open alerts to list: of one customer, or of one owner's customers; snoozed or not. */
export const alertListInput = z.strictObject({
  ...pageInput,
  customerId: z.uuid().optional(),
  ownerId: ownerFilter.optional(),
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
  const { limit, cursor, customerId, ownerId, snoozed } = parseInput(alertListInput, input);
  const after = readCursor(cursor, cursorKey);
  if (customerId) await requireCustomer(customerId);

  const { rows } = await pool.query<Row>(LIST, [
    customerId ?? null,
    await ownerIdOf(ctx, ownerId),
    ownerId === "none",
    ...(after ?? [null, null, null]),
    limit + 1,
    snoozed ?? null,
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
  WHERE a.resolved_at IS NULL
    AND CASE WHEN $1::uuid IS NULL THEN ${CUSTOMER_FLOWS} ELSE c.id = $1 END
    AND ($2::uuid IS NULL OR c.owner_id = $2)
    AND (NOT $3::boolean OR c.owner_id IS NULL)
    AND ($4::int IS NULL OR (${URGENCY}, a.opened_at, a.id) > ($4, $5::timestamptz, $6::uuid))
    AND ($8::text IS NULL OR ${IS_SNOOZED} = ($8 = 'only'))
  ORDER BY ${BY_URGENCY}
  LIMIT $7`;
