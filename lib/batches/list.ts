import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/actor";
import { type Page, pageInput, pageOf, readCursor, toPage } from "@/lib/api/keyset";
import { requireCustomer } from "@/lib/customers/require-customer";
import { pool } from "@/lib/db";
import { BatchState } from "@/lib/generated/prisma/enums";

export const batchListInput = z.strictObject({
  ...pageInput,
  sourceId: z.uuid().optional(),
  state: z.enum(BatchState).optional(),
});

const count = z.int().min(0);

export const batchView = z.strictObject({
  id: z.uuid(),
  sourceId: z.uuid(),
  state: z.enum(BatchState),
  byteSize: count,
  /** Whether the body is still kept; retention prunes it. */
  hasBody: z.boolean(),
  accepted: count,
  pending: count,
  forwarded: count,
  filtered: count,
  duplicate: count,
  quarantined: count,
  receivedAt: z.iso.datetime(),
  doneAt: z.iso.datetime().nullable(),
});

export type BatchView = z.infer<typeof batchView>;
export const batchPage = pageOf(batchView);

type Row = Omit<BatchView, "receivedAt" | "doneAt"> & { receivedAt: Date; doneAt: Date | null };

/**
 * A customer's batches with their counts, latest first.
 * @throws TributaryError `forbidden`, `not_found`, `invalid` cursor
 */
export async function listBatches(
  ctx: Ctx,
  input: z.infer<typeof batchListInput> & { customerId: string },
): Promise<Page<BatchView>> {
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
      receivedAt: row.receivedAt.toISOString(),
      doneAt: row.doneAt?.toISOString() ?? null,
    }),
  );
}

// Each source gives its latest rows by its index, backwards; only those few are merged.
const LIST = `
  SELECT b.id, b.source_id AS "sourceId", b.state, b.byte_size AS "byteSize", b.body IS NOT NULL AS "hasBody",
         b.accepted, b.accepted - b.forwarded - b.filtered - b.duplicate - b.quarantined AS pending, b.forwarded,
         b.filtered, b.duplicate, b.quarantined, b.received_at AS "receivedAt", b.done_at AS "doneAt"
  FROM source s
  CROSS JOIN LATERAL (
    SELECT * FROM batch
    WHERE source_id = s.id
      AND ($3::batch_state IS NULL OR state = $3::batch_state)
      AND ($4::uuid IS NULL OR id < $4::uuid)
    ORDER BY id DESC
    LIMIT $5
  ) b
  WHERE s.customer_id = $1 AND ($2::uuid IS NULL OR s.id = $2::uuid)
  ORDER BY b.id DESC
  LIMIT $5`;
