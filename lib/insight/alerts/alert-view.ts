import { z } from "zod";
import { pageOf } from "@/lib/kernel/api/keyset";
import { CustomerState } from "@/prisma/generated/enums";
import { placeOfAlert } from "./place-of-alert";
import { IS_STOPPING } from "./urgency";

/** A problem whose customer is known. */
export const ownAlertView = z
  .strictObject({
    id: z.uuid(),
    kind: z.string(),
    /** Whether it stops a flow until someone acts. */
    isStopping: z.boolean(),
    /** What happened; why, as far as it is known; one example; and what to do about it. */
    message: z.string(),
    cause: z.string().nullable(),
    sample: z.string().nullable(),
    nextAction: z.string(),
    /** The page of the portal for that action. */
    place: z.strictObject({ path: z.string(), label: z.string() }),
    openedAt: z.iso.datetime(),
    resolvedAt: z.iso.datetime().nullable(),
    /** What it is about. */
    sourceId: z.uuid().nullable(),
    destinationId: z.uuid().nullable(),
    segmentId: z.uuid().nullable(),
  })
  .meta({ id: "CustomerAlert" });

export type OwnAlertView = z.infer<typeof ownAlertView>;

/** A customer's problem as the API returns it. */
export const alertView = ownAlertView
  .extend({
    customer: z.strictObject({ id: z.uuid(), name: z.string(), state: z.enum(CustomerState) }),
  })
  .meta({ id: "Alert" });

export type AlertView = z.infer<typeof alertView>;
export const alertPage = pageOf(alertView);

/** What a view needs from an `alert a`, in SQL. */
export const ALERT_COLUMNS = `
  a.id, a.customer_id AS "customerId", a.kind, ${IS_STOPPING} AS "isStopping", a.message, a.cause, a.sample,
  a.next_action AS "nextAction", a.opened_at AS "openedAt", a.resolved_at AS "resolvedAt", a.source_id AS "sourceId",
  a.destination_id AS "destinationId", a.segment_id AS "segmentId"`;

export interface AlertRow extends Omit<OwnAlertView, "place" | "openedAt" | "resolvedAt"> {
  customerId: string;
  openedAt: Date;
  resolvedAt: Date | null;
}

/** Turns a row into the view. */
export function toAlertView(row: AlertRow): OwnAlertView {
  return {
    id: row.id,
    kind: row.kind,
    isStopping: row.isStopping,
    message: row.message,
    cause: row.cause,
    sample: row.sample,
    nextAction: row.nextAction,
    place: placeOfAlert(row),
    openedAt: row.openedAt.toISOString(),
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    sourceId: row.sourceId,
    destinationId: row.destinationId,
    segmentId: row.segmentId,
  };
}
