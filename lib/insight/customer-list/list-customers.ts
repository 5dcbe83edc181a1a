import { z } from "zod";
import {
  type CustomerListInput,
  type CustomerSort,
  customerListInput,
} from "@/lib/insight/customer-list/customer-list-input";
import { type CustomerListItem, customerListItem } from "@/lib/insight/customer-list/customer-list-item";
import { FACTS } from "@/lib/insight/health/health-facts";
import { ALERT_FINDINGS, findingsOf, HEALTH_RANK, JUDGED, toHealth } from "@/lib/insight/health/health-rule";
import { HEALTH_COLUMNS, type HealthRow } from "@/lib/insight/health/read-health";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { type Page, pageOf, readCursor, toPage } from "@/lib/kernel/api/keyset";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { pool } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { CUSTOMER_IS_OPEN } from "@/lib/kernel/holds/hold-rule";
import { type Books, readBooks } from "@/lib/setup/customers/read-books";
import { ownerIdOf } from "@/lib/team/owners/owner-filter";
import type { CustomerState } from "@/prisma/generated/enums";
import { readWeeks } from "./read-weeks";

/** The schema of a page of customers, with how many there are on all pages. */
export const customerPage = pageOf(customerListItem).extend({ total: z.int().min(0) });

/**
 * Customers with their health and live counts: four statements for any number of them. Archived ones are listed only
 * when selected by state.
 * @throws TributaryError `forbidden`, `invalid` (input, or a cursor of another sort)
 */
export async function listCustomers(
  ctx: Ctx,
  input: CustomerListInput,
): Promise<Page<CustomerListItem> & { total: number }> {
  requireRole(ctx, "viewer");
  const { cursor, limit, q, state, health, ownerId, sort, dir } = parseInput(customerListInput, input);
  const { cursorKey, type } = SORTS[sort];
  const after = readCursor(cursor, cursorKey);

  const picked = [state ?? null, await ownerIdOf(ctx, ownerId), ownerId === "none", q ?? null] as const;
  const findings = health ? findingsOf(health) : null;
  const { rows } = await pool.query<Row>(listOf(SORTS[sort], dir, health !== undefined), [
    ...picked,
    findings,
    after?.[1] ?? null,
    after?.[2] ?? null,
    limit + 1,
  ]);
  const ids = rows.map((row) => row.id);
  const [books, weeks, total] = await Promise.all([
    readBooks(ids),
    readWeeks(ids),
    findings ? countJudged(picked, findings) : countPicked(picked),
  ]);

  const page = toPage(
    rows,
    limit,
    (row) => [sort, type === "text" ? row.sortKey : Number(row.sortKey), row.id],
    (row) => toItem(row, books.get(row.id), weeks.get(row.id)),
  );
  return { ...page, total };
}

/** State, owner's id, whether nobody's, and a part of the name. */
type Picked = readonly [CustomerState | null, string | null, boolean, string | null];

/** Which `customer c` a `Picked` means. */
const IS_PICKED = `CASE WHEN $1::customer_state IS NULL THEN ${CUSTOMER_IS_OPEN} ELSE c.state = $1 END
        AND ($2::uuid IS NULL OR c.owner_id = $2)
        AND (NOT $3::boolean OR c.owner_id IS NULL)
        AND ($4::text IS NULL OR strpos(lower(c.name), lower($4)) > 0)`;

async function countPicked(picked: Picked): Promise<number> {
  const { rows } = await pool.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM customer c WHERE ${IS_PICKED}`,
    [...picked],
  );
  return rows[0]?.total ?? 0;
}

async function countJudged(picked: Picked, findings: readonly string[]): Promise<number> {
  const { rows } = await pool.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM (SELECT * FROM customer c WHERE ${IS_PICKED}) c ${FACTS} ${JUDGED}
     WHERE judged.finding = ANY($5::text[])`,
    [...picked, findings],
  );
  return rows[0]?.total ?? 0;
}

interface Row extends HealthRow {
  id: string;
  name: string;
  ownerId: string | null;
  ownerName: string | null;
  state: CustomerState;
  quarantineCount: number;
  quarantinePercent: number;
  refusedCount: number;
  refusedPercent: number;
  lagTargetSeconds: number | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  sources: number;
  destinations: number;
  lastEventAt: Date | null;
  lastPageAt: Date | null;
  segments: number;
  recurring: number;
  owed: number;
  pending: number;
  openAlerts: number;
  /** Of the most urgent open alert. */
  alertKind: string | null;
  /** As text. @neverNull every customer has a finding, and what may be missing counts as 0 */
  sortKey: string;
}

function toItem(
  row: Row,
  books: Books | undefined,
  week: CustomerListItem["week"] | undefined,
): CustomerListItem {
  if (!books || !week)
    throw new TributaryError(
      "conflict",
      "A customer was removed while the list was being read. Load it again.",
    );
  return {
    id: row.id,
    name: row.name,
    owner: row.ownerId === null ? null : { id: row.ownerId, name: row.ownerName ?? "" },
    state: row.state,
    quarantineCount: row.quarantineCount,
    quarantinePercent: row.quarantinePercent,
    refusedCount: row.refusedCount,
    refusedPercent: row.refusedPercent,
    lagTargetSeconds: row.lagTargetSeconds,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    sources: row.sources,
    destinations: row.destinations,
    ...toHealth(row.finding, row),
    alertKind: ALERT_FINDINGS.includes(row.finding) ? row.alertKind : null,
    lastEventAt: row.lastEventAt?.toISOString() ?? null,
    lastPageAt: row.lastPageAt?.toISOString() ?? null,
    segments: { total: row.segments, recurring: row.recurring },
    owed: row.owed,
    refused: row.refused,
    pending: row.pending,
    openAlerts: row.openAlerts,
    week,
    books,
  };
}

/**
 * The statement for one sort, made of constants in the code, never of a caller's input. If only the customer's own
 * columns select and sort, the page is cut before the facts are looked up.
 */
function listOf({ key, type, isOwn }: Sort, dir: "asc" | "desc", isByHealth: boolean): string {
  const sortKey = `(${key})::${type}`;
  const window = `
    AND ($6::${type} IS NULL OR (${sortKey}, c.id) ${dir === "asc" ? ">" : "<"} ($6, $7::uuid))
    ORDER BY ${sortKey} ${dir}, c.id ${dir}
    LIMIT $8`;
  return `
    SELECT c.id, c.name, c.owner_id AS "ownerId", o.name AS "ownerName", c.state, c.version,
           c.quarantine_count AS "quarantineCount", c.quarantine_percent AS "quarantinePercent",
           c.refused_count AS "refusedCount", c.refused_percent AS "refusedPercent",
           c.lag_target_seconds AS "lagTargetSeconds",
           c.created_at AS "createdAt", c.updated_at AS "updatedAt",
           (SELECT count(*)::int FROM source s WHERE s.customer_id = c.id) AS sources,
           (SELECT count(*)::int FROM destination d WHERE d.customer_id = c.id) AS destinations,
           flow.last_event_at AS "lastEventAt", membership.last_page_at AS "lastPageAt", membership.segments,
           membership.recurring, membership.owed, flow.pending, alerts.open AS "openAlerts",
           alerts.kind AS "alertKind", ${HEALTH_COLUMNS},
           ${sortKey}::text AS "sortKey"
    FROM (
      SELECT * FROM customer c
      WHERE ${IS_PICKED}
        ${isOwn && !isByHealth ? window : ""}
    ) c
    LEFT JOIN "user" o ON o.id = c.owner_id ${FACTS} ${JUDGED}
    WHERE ($5::text[] IS NULL OR judged.finding = ANY($5)) ${window}`;
}

/** A way to sort the list: the key in SQL, with the facts joined, and the cursor that holds one. */
interface Sort {
  key: string;
  type: "text" | "bigint";
  /** Whether the key is one of the customer's own columns: then the facts are looked up for one page only. */
  isOwn?: true;
  /** Identifies the sort, so that a cursor of another one is refused and not misread. */
  cursorKey: z.ZodType<[string, string | number, string]>;
}

function byNumber(sort: CustomerSort, key: string): Sort {
  return { key, type: "bigint", cursorKey: z.tuple([z.literal(sort), z.int(), z.uuid()]) };
}

/** By a time in milliseconds; "never" comes before everything. */
function byTime(sort: CustomerSort, column: string): Sort {
  return byNumber(sort, `COALESCE(extract(epoch FROM ${column}) * 1000, 0)`);
}

/** When the most urgent alert opened, in seconds: of equal harm, what has been open longest comes first, as in Alerts. */
const OPENED = "COALESCE(extract(epoch FROM alerts.opened_at), 0)::bigint";

const SORTS: Record<CustomerSort, Sort> = {
  // Ignoring case; names that are otherwise equal are ordered by id.
  name: {
    key: "lower(c.name)",
    type: "text",
    isOwn: true,
    cursorKey: z.tuple([z.literal("name"), z.string(), z.uuid()]),
  },
  // Those whose worst alert is as urgent are ordered by id.
  health: byNumber(
    "health",
    `(${HEALTH_RANK} * 100 + COALESCE(alerts.urgency, 99)) * 10000000000 + ${OPENED}`,
  ),
  lastEvent: byTime("lastEvent", "flow.last_event_at"),
  owed: byNumber("owed", "membership.owed"),
  pending: byNumber("pending", "flow.pending"),
  createdAt: { ...byTime("createdAt", "c.created_at"), isOwn: true },
};
