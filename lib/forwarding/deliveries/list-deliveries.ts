import { z } from "zod";
import { listLatestOfSources } from "@/lib/forwarding/batches/list-latest-of-sources";
import type { Ctx } from "@/lib/kernel/actor";
import { type Page, pageInput, pageOf } from "@/lib/kernel/api/keyset";
import { pool } from "@/lib/kernel/database";
import { CallState } from "@/prisma/generated/enums";

export const deliveryListInput = z.strictObject({
  ...pageInput,
  sourceId: z.uuid().optional(),
  state: z.enum(CallState).optional(),
});

export const deliveryView = z
  .strictObject({
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
  })
  .meta({ id: "Delivery" });

export type DeliveryView = z.infer<typeof deliveryView>;
export const deliveryPage = pageOf(deliveryView);

type Row = Omit<DeliveryView, "startedAt" | "finishedAt"> & { startedAt: Date; finishedAt: Date | null };

const COLUMNS = `
  r.id, r.source_id AS "sourceId", r.heap_app AS "heapApp", r.state, r.event_count AS "eventCount", r.status, r.words,
  r.started_at AS "startedAt", r.finished_at AS "finishedAt"`;

/**
 * A customer's calls to Heap, latest first.
 * @throws TributaryError `forbidden`, `not_found`, `invalid` cursor
 */
export function listDeliveries(
  ctx: Ctx,
  input: z.infer<typeof deliveryListInput> & { customerId: string },
): Promise<Page<DeliveryView>> {
  const kind = { table: "delivery", stateType: "call_state", columns: COLUMNS } as const;
  return listLatestOfSources<Row, DeliveryView>(ctx, input, kind, toDeliveryView);
}

/**
 * One call to Heap with its source's mapping at the time; null when it does not exist (any more). For verbs that have
 * checked whose it is.
 */
export async function findDelivery(
  deliveryId: string,
): Promise<{ view: DeliveryView; mapping: unknown } | null> {
  const { rows } = await pool.query<Row & { mapping: unknown }>(
    `SELECT ${COLUMNS}, r.mapping FROM delivery r WHERE r.id = $1`,
    [deliveryId],
  );
  if (!rows[0]) return null;

  const { mapping, ...row } = rows[0];
  return { view: toDeliveryView(row), mapping };
}

function toDeliveryView(row: Row): DeliveryView {
  return {
    ...row,
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
