import { z } from "zod";
import { readSyncs } from "@/lib/cohorts/syncs/list-syncs";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { readCursor, toPage } from "@/lib/kernel/api/keyset";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { pool } from "@/lib/kernel/database";
import { IS_OWED } from "@/lib/kernel/is-owed";
import { listSegmentDestinations } from "./list-segment-destinations";
import {
  LAST_SYNC_JOIN,
  OWED_COUNT,
  SEGMENT_COLUMNS,
  type SegmentRow,
  toSegmentView,
} from "./segment-columns";
import type { SegmentSort, segmentListInput } from "./segment-input";
import type { SegmentPage } from "./segment-view";

interface Order {
  /** The sort key as SQL; never null. */
  key: string;
  type: string;
  isDescending: boolean;
}

const ORDERS: Record<SegmentSort, Order> = {
  name: { key: "lower(s.name)", type: "text", isDescending: false },
  wanted: { key: "s.wanted_count", type: "int", isDescending: true },
  owed: { key: OWED_COUNT, type: "int", isDescending: true },
  lastSync: { key: "COALESCE(y.requested_at, '-infinity')", type: "timestamptz", isDescending: true },
  nextSync: { key: "COALESCE(s.next_sync_at, 'infinity')", type: "timestamptz", isDescending: false },
};

/**
 * A customer's segments with their counts and newest syncs, and what their destinations share: four statements for
 * any number of segments.
 * @throws TributaryError `forbidden`, `not_found`, `invalid` cursor, including one of another order
 */
export async function listSegments(
  ctx: Ctx,
  input: z.infer<typeof segmentListInput> & { customerId: string },
): Promise<SegmentPage> {
  requireRole(ctx, "viewer");
  const { customerId, sort, limit } = input;
  const after = readCursor(input.cursor, z.tuple([z.literal(sort), z.string(), z.uuid()]));
  await requireCustomer(customerId);

  const [{ rows }, destinations] = await Promise.all([
    pool.query<SegmentRow & { sortKey: string }>(listStatement(ORDERS[sort]), [
      customerId,
      input.destinationId ?? null,
      input.mode ?? null,
      input.q ?? null,
      input.members ?? null,
      after?.[1] ?? null,
      after?.[2] ?? null,
      limit + 1,
    ]),
    listSegmentDestinations(customerId),
  ]);
  const syncs = await readSyncs(rows.flatMap((row) => row.lastSyncId ?? []));

  const page = toPage(
    rows,
    limit,
    (row) => [sort, row.sortKey, row.id],
    ({ sortKey: _, ...row }) => toSegmentView(row, syncs),
  );
  return { ...page, destinations };
}

/** The page is chosen first, so that members are counted only for the segments shown. */
function listStatement({ key, type, isDescending }: Order): string {
  const [beyond, direction] = isDescending ? ["<", "DESC"] : [">", "ASC"];
  return `
    WITH chosen AS (
      SELECT s.id, k.key
      FROM segment s ${LAST_SYNC_JOIN} CROSS JOIN LATERAL (SELECT ${key} AS key OFFSET 0) k
      WHERE s.customer_id = $1
        AND ($2::uuid IS NULL OR s.destination_id = $2)
        AND ($3::segment_mode IS NULL OR s.mode = $3)
        AND ($4::text IS NULL OR position(lower($4) IN lower(concat_ws(' ', s.name, s.cohort_name, s.heap_segment_id))) > 0)
        AND CASE $5::text
              WHEN 'owed' THEN EXISTS (SELECT FROM member m WHERE m.segment_id = s.id AND ${IS_OWED})
              WHEN 'refused' THEN EXISTS (SELECT FROM member m WHERE m.segment_id = s.id AND m.refused IS NOT NULL)
              WHEN 'settled' THEN NOT EXISTS (SELECT FROM member m WHERE m.segment_id = s.id AND ${IS_OWED})
                AND NOT EXISTS (SELECT FROM member m WHERE m.segment_id = s.id AND m.refused IS NOT NULL)
              ELSE true END
        AND ($6::text IS NULL OR (k.key, s.id) ${beyond} ($6::${type}, $7::uuid))
      ORDER BY k.key ${direction}, s.id ${direction} LIMIT $8
    )
    SELECT ${SEGMENT_COLUMNS}, chosen.key::text AS "sortKey"
    FROM chosen JOIN segment s ON s.id = chosen.id ${LAST_SYNC_JOIN}
    ORDER BY chosen.key ${direction}, s.id ${direction}`;
}
