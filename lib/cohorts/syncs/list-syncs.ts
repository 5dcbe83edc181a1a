import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { type Page, readCursor, toPage } from "@/lib/kernel/api/keyset";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { pool } from "@/lib/kernel/database";
import { IS_REPEATED } from "./failed-run";
import type { syncListInput } from "./sync-input";
import { SYNC_COLUMNS, type SyncRow, type SyncView, toSyncView } from "./sync-view";

/**
 * A customer's syncs, newest first, each with its segment's name.
 * @throws TributaryError `forbidden`, `not_found`, `invalid` cursor
 */
export async function listSyncs(
  ctx: Ctx,
  input: z.infer<typeof syncListInput> & { customerId: string },
): Promise<Page<SyncView>> {
  requireRole(ctx, "viewer");
  const beforeId = readCursor(input.cursor, z.uuid());
  await requireCustomer(input.customerId);

  const rows = await findSyncs(input, beforeId, input.limit + 1);
  return toPage(rows, input.limit, (row) => row.id, toSyncView);
}

/**
 * A customer's syncs that match the filter, newest first.
 * @param beforeId the last one of the previous page; null starts with the newest
 */
export async function findSyncs(
  filter: Omit<z.infer<typeof syncListInput>, "limit" | "cursor"> & { customerId: string },
  beforeId: string | null,
  limit: number,
): Promise<SyncRow[]> {
  const { rows } = await pool.query<SyncRow>(LIST, [
    filter.customerId,
    filter.segmentId ?? null,
    filter.state ?? null,
    filter.trigger ?? null,
    filter.from ?? null,
    filter.to ?? null,
    beforeId,
    limit,
    filter.q ?? null,
    filter.fold === "failures",
  ]);
  return rows;
}

/** The syncs with these ids, by id, in one statement: for lists that show the newest sync of each segment. */
export async function readSyncs(syncIds: readonly string[]): Promise<Map<string, SyncView>> {
  const { rows } = await pool.query<SyncRow>(
    `SELECT ${SYNC_COLUMNS} FROM sync y JOIN segment s ON s.id = y.segment_id WHERE y.id = ANY ($1::uuid[])`,
    [syncIds],
  );
  return new Map(rows.map((row) => [row.id, toSyncView(row)]));
}

// The page is chosen first: the speed is measured only for what is shown.
const LIST = `
  WITH chosen AS (
    SELECT y.id FROM sync y
    WHERE y.customer_id = $1
      AND ($2::uuid IS NULL OR y.segment_id = $2)
      AND ($3::sync_state IS NULL OR y.state = $3)
      AND ($4::sync_trigger IS NULL OR y.trigger = $4)
      AND ($5::timestamptz IS NULL OR y.requested_at >= $5)
      AND ($6::timestamptz IS NULL OR y.requested_at < $6)
      AND ($7::uuid IS NULL OR y.id < $7)
      AND ($9::text IS NULL OR EXISTS (
        SELECT FROM segment s WHERE s.id = y.segment_id AND position(lower($9) IN lower(s.name)) > 0))
      AND NOT ($10::boolean AND ${IS_REPEATED})
    ORDER BY y.id DESC LIMIT $8
  )
  SELECT ${SYNC_COLUMNS}
  FROM chosen JOIN sync y ON y.id = chosen.id JOIN segment s ON s.id = y.segment_id
  ORDER BY y.id DESC`;
