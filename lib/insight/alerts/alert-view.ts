import { z } from "zod";
import { DISMISSABLE_KINDS } from "@/lib/kernel/alerts/kinds";
import { pageOf } from "@/lib/kernel/api/keyset";
import { CustomerState } from "@/prisma/generated/enums";
import { placeOfAlert } from "./place-of-alert";
import { ACTING, HARMS, triageOf } from "./urgency";

/** A problem whose customer is known. */
export const ownAlertView = z
  .strictObject({
    id: z.uuid(),
    kind: z.string(),
    /** What it does while it is open, and where its next action is done: `wait` when nobody can do anything. */
    harm: z.enum(HARMS),
    acting: z.enum(ACTING),
    /** What happened; why, as far as it is known; one example; and what to do about it. */
    message: z.string(),
    cause: z.string().nullable(),
    sample: z.string().nullable(),
    nextAction: z.string(),
    /** The page of the portal for that action. */
    place: z.strictObject({ path: z.string(), label: z.string() }),
    openedAt: z.iso.datetime(),
    resolvedAt: z.iso.datetime().nullable(),
    /** Whether a person may end it, with a reason. */
    isDismissable: z.boolean(),
    /** Who did, and why; null while it is open and when it ended by itself. */
    dismissedBy: z.string().nullable(),
    dismissedReason: z.string().nullable(),
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
  a.id, a.customer_id AS "customerId", a.kind, a.message, a.cause, a.sample,
  a.next_action AS "nextAction", a.opened_at AS "openedAt", a.resolved_at AS "resolvedAt",
  a.dismissed_by AS "dismissedBy", a.dismissed_reason AS "dismissedReason", a.source_id AS "sourceId",
  a.destination_id AS "destinationId", a.segment_id AS "segmentId"`;

export interface AlertRow
  extends Omit<OwnAlertView, "harm" | "acting" | "isDismissable" | "place" | "openedAt" | "resolvedAt"> {
  customerId: string;
  openedAt: Date;
  resolvedAt: Date | null;
}

/** Turns a row into the view. */
export function toAlertView(row: AlertRow): OwnAlertView {
  return {
    id: row.id,
    kind: row.kind,
    ...triageOf(row.kind),
    message: row.message,
    cause: row.cause,
    sample: row.sample,
    nextAction: row.nextAction,
    place: placeOfAlert(row),
    openedAt: row.openedAt.toISOString(),
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    isDismissable: DISMISSABLE_KINDS.includes(row.kind),
    dismissedBy: row.dismissedBy,
    dismissedReason: row.dismissedReason,
    sourceId: row.sourceId,
    destinationId: row.destinationId,
    segmentId: row.segmentId,
  };
}
