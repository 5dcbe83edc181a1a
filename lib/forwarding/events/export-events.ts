import type { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordExport } from "@/lib/kernel/audit/record-export";
import { type Columns, writeCsv } from "@/lib/kernel/csv/write-csv";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { eventListInput } from "./event-input";
import { type EventRow, type EventView, toEventView } from "./event-view";
import { walkEvents } from "./walk-events";

export const eventExportInput = eventListInput.omit({ limit: true, cursor: true });

const COLUMNS: Columns<EventView> = [
  ["received at", (event) => event.receivedAt],
  ["occurred at", (event) => event.occurredAt],
  ["recorded at", (event) => event.recordedAt],
  ["outcome", (event) => event.outcome],
  ["because", (event) => event.because],
  ["field", (event) => event.field],
  ["type", (event) => event.type],
  ["heap event", (event) => event.name],
  ["identity", (event) => event.identity],
  ["braze event id", (event) => event.eventId],
  ["source id", (event) => event.sourceId],
  ["batch id", (event) => event.batchId],
  ["index", (event) => event.index],
  ["delivery id", (event) => event.deliveryId],
  ["simulated", (event) => event.isSimulated],
];

/**
 * A customer's events as CSV, in chunks, latest batches first, with the filters of the list. They contain identities
 * of the customer's users, so it is for CSMs and recorded in the audit log.
 * @throws TributaryError `forbidden` below csm, `not_found`
 */
export async function exportEvents(
  ctx: Ctx,
  input: z.infer<typeof eventExportInput> & { customerId: string },
): Promise<AsyncIterable<string>> {
  requireRole(ctx, "csm");
  const { customerId, ...filter } = input;
  await requireCustomer(customerId);
  await recordExport(
    ctx,
    { action: "customer.events_exported", customerId, subjectKind: "customer", subjectId: customerId },
    filter,
  );
  return writeCsv(COLUMNS, toViews(walkEvents(ctx, input)));
}

async function* toViews(chunks: AsyncIterable<readonly EventRow[]>): AsyncGenerator<EventView[]> {
  for await (const rows of chunks) yield rows.map(toEventView);
}
