import { z } from "zod";
import type { Ctx } from "@/lib/kernel/actor";
import { type Page, pageInput, pageOf } from "@/lib/kernel/api/keyset";
import { pendingEvents } from "@/lib/kernel/batch-counts";
import { BatchState } from "@/prisma/generated/enums";
import { listLatestOfSources } from "./list-latest-of-sources";
import { hasBody } from "./stored-body";

export const batchListInput = z.strictObject({
  ...pageInput,
  sourceId: z.uuid().optional(),
  state: z.enum(BatchState).optional(),
});

const count = z.int().min(0);

const batchView = z
  .strictObject({
    id: z.uuid(),
    sourceId: z.uuid(),
    state: z.enum(BatchState),
    byteSize: count,
    /** Whether the body is still there; retention prunes it. */
    hasBody: z.boolean(),
    accepted: count,
    pending: count,
    forwarded: count,
    filtered: count,
    duplicate: count,
    quarantined: count,
    receivedAt: z.iso.datetime(),
    doneAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Batch" });

export type BatchView = z.infer<typeof batchView>;
export const batchPage = pageOf(batchView);

type Row = Omit<BatchView, "receivedAt" | "doneAt"> & { receivedAt: Date; doneAt: Date | null };

const COLUMNS = `
  r.id, r.source_id AS "sourceId", r.state, r.byte_size AS "byteSize", ${hasBody("r")} AS "hasBody", r.accepted,
  ${pendingEvents("r")} AS pending, r.forwarded, r.filtered, r.duplicate,
  r.quarantined, r.received_at AS "receivedAt", r.done_at AS "doneAt"`;

/**
 * A customer's batches with their counts, latest first.
 * @throws TributaryError `forbidden`, `not_found`, `invalid` cursor
 */
export function listBatches(
  ctx: Ctx,
  input: z.infer<typeof batchListInput> & { customerId: string },
): Promise<Page<BatchView>> {
  const kind = { table: "batch", stateType: "batch_state", columns: COLUMNS } as const;
  return listLatestOfSources<Row, BatchView>(ctx, input, kind, (row) => ({
    ...row,
    receivedAt: row.receivedAt.toISOString(),
    doneAt: row.doneAt?.toISOString() ?? null,
  }));
}
