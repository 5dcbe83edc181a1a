import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/actor";
import { type Page, pageInput, pageOf, readCursor, toPage } from "@/lib/api/keyset";
import { textInput } from "@/lib/api/text-input";
import { requireCustomer } from "@/lib/customers/require-customer";
import { pool } from "@/lib/db";
import { Outcome } from "@/lib/generated/prisma/enums";

/** Which events to list. Pending ones have no outcome yet: see the batches. */
export const eventListInput = z.strictObject({
  ...pageInput,
  sourceId: z.uuid().optional(),
  outcome: z.enum(Outcome).optional(),
  type: textInput(200).optional(),
  identity: textInput(1_000).optional(),
});

export const eventView = z.strictObject({
  batchId: z.uuid(),
  /** Place in the batch, from 0. */
  index: z.int(),
  sourceId: z.uuid(),
  /** Braze's event id. */
  eventId: z.string().nullable(),
  type: z.string().nullable(),
  /** The name it has in Heap. */
  name: z.string().nullable(),
  identity: z.string().nullable(),
  occurredAt: z.iso.datetime().nullable(),
  outcome: z.enum(Outcome),
  /** Why it was filtered or quarantined, and the field that decided. */
  field: z.string().nullable(),
  reason: z.string().nullable(),
  deliveryId: z.uuid().nullable(),
  recordedAt: z.iso.datetime(),
});

export type EventView = z.infer<typeof eventView>;
export const eventPage = pageOf(eventView);

/** The sort key: batch, then place in it. */
const cursorKey = z.tuple([z.uuid(), z.int32()]);

type Row = Omit<EventView, "occurredAt" | "recordedAt"> & { occurredAt: Date | null; recordedAt: Date };

/**
 * A customer's events that have an outcome, those of the latest batches first.
 * @throws TributaryError `forbidden`, `not_found`, `invalid` cursor
 */
export async function listEvents(
  ctx: Ctx,
  input: z.infer<typeof eventListInput> & { customerId: string },
): Promise<Page<EventView>> {
  requireRole(ctx, "viewer");
  const before = readCursor(input.cursor, cursorKey);
  await requireCustomer(input.customerId);

  const { rows } = await pool.query<Row>(LIST, [
    input.customerId,
    input.sourceId ?? null,
    input.outcome ?? null,
    input.type ?? null,
    input.identity ?? null,
    before?.[0] ?? null,
    before?.[1] ?? null,
    input.limit + 1,
  ]);
  return toPage(
    rows,
    input.limit,
    (row) => [row.batchId, row.index],
    (row) => ({
      ...row,
      occurredAt: row.occurredAt?.toISOString() ?? null,
      recordedAt: row.recordedAt.toISOString(),
    }),
  );
}

// Each source gives its latest rows by its index, backwards; only those few are merged.
const LIST = `
  SELECT e.batch_id AS "batchId", e.index, e.source_id AS "sourceId", e.event_id AS "eventId", e.type, e.name,
         e.identity, e.occurred_at AS "occurredAt", e.outcome, e.field, e.reason, e.delivery_id AS "deliveryId",
         e.recorded_at AS "recordedAt"
  FROM source s
  CROSS JOIN LATERAL (
    SELECT * FROM event
    WHERE source_id = s.id
      AND ($3::outcome IS NULL OR outcome = $3::outcome)
      AND ($4::text IS NULL OR type = $4)
      AND ($5::text IS NULL OR identity = $5)
      AND ($6::uuid IS NULL OR (batch_id, index) < ($6::uuid, $7::int))
    ORDER BY batch_id DESC, index DESC
    LIMIT $8
  ) e
  WHERE s.customer_id = $1 AND ($2::uuid IS NULL OR s.id = $2::uuid)
  ORDER BY e.batch_id DESC, e.index DESC
  LIMIT $8`;
