import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/actor";
import { type Page, pageInput, pageOf, readCursor, toPage } from "@/lib/api/keyset";
import { requireCustomer } from "@/lib/customers/require-customer";
import { pool } from "@/lib/db";
import { CallState } from "@/lib/generated/prisma/enums";

export const deliveryListInput = z.strictObject({
  ...pageInput,
  sourceId: z.uuid().optional(),
  state: z.enum(CallState).optional(),
});

export const deliveryView = z.strictObject({
  id: z.uuid(),
  sourceId: z.uuid(),
  /** `<region>:<app id>` */
  heapApp: z.string(),
  state: z.enum(CallState),
  eventCount: z.int(),
  /** Heap's answer. */
  status: z.int().nullable(),
  words: z.string().nullable(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});

export type DeliveryView = z.infer<typeof deliveryView>;
export const deliveryPage = pageOf(deliveryView);

type Row = Omit<DeliveryView, "startedAt" | "finishedAt"> & { startedAt: Date; finishedAt: Date | null };

/**
 * A customer's calls to Heap, latest first.
 * @throws TributaryError `forbidden`, `not_found`, `invalid` cursor
 */
export async function listDeliveries(
  ctx: Ctx,
  input: z.infer<typeof deliveryListInput> & { customerId: string },
): Promise<Page<DeliveryView>> {
  requireRole(ctx, "viewer");
  const before = readCursor(input.cursor, z.uuid());
  await requireCustomer(input.customerId);

  const { rows } = await pool.query<Row>(LIST, [
    input.customerId,
    input.sourceId ?? null,
    input.state ?? null,
    before,
    input.limit + 1,
  ]);
  return toPage(
    rows,
    input.limit,
    (row) => row.id,
    (row) => ({
      ...row,
      startedAt: row.startedAt.toISOString(),
      finishedAt: row.finishedAt?.toISOString() ?? null,
    }),
  );
}

// Each source gives its latest rows by its index, backwards; only those few are merged.
const LIST = `
  SELECT d.id, d.source_id AS "sourceId", d.heap_app AS "heapApp", d.state, d.event_count AS "eventCount", d.status,
         d.words, d.started_at AS "startedAt", d.finished_at AS "finishedAt"
  FROM source s
  CROSS JOIN LATERAL (
    SELECT * FROM delivery
    WHERE source_id = s.id
      AND ($3::call_state IS NULL OR state = $3::call_state)
      AND ($4::uuid IS NULL OR id < $4::uuid)
    ORDER BY id DESC
    LIMIT $5
  ) d
  WHERE s.customer_id = $1 AND ($2::uuid IS NULL OR s.id = $2::uuid)
  ORDER BY d.id DESC
  LIMIT $5`;
