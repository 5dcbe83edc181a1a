import { z } from "zod";
import { type ChangeRow, changeView, toChangeView } from "@/lib/insight/changes/change-view";
import { changesBefore } from "@/lib/insight/changes/changes-before";
import { DISMISSABLE_KINDS } from "@/lib/kernel/alerts/kinds";
import { pageOf } from "@/lib/kernel/api/keyset";
import { SOURCE_FLOWS } from "@/lib/kernel/holds/hold-rule";
import { CustomerState } from "@/prisma/generated/enums";
import { placeOfAlert } from "./place-of-alert";
import { IS_SNOOZED } from "./snooze-rule";
import { ACTING, HARMS, IS_DAMAGING, triageOf } from "./triage";

/** How many notes an alert may have; our choice: all of them are answered with it, and a page of alerts stays small. */
export const MOST_NOTES = 20;

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
    /** The source that must be paused before anything else, since it does damage while it runs; null once it is paused. */
    sourceToPause: z.strictObject({ id: z.uuid(), name: z.string() }).nullable(),
    /** The page of the portal for that action. */
    place: z.strictObject({ path: z.string(), label: z.string() }),
    openedAt: z.iso.datetime(),
    resolvedAt: z.iso.datetime().nullable(),
    /** Whether a person may end it, with a reason. */
    isDismissable: z.boolean(),
    /** Who did, and why; null while it is open and when it ended by itself. */
    dismissedBy: z.string().nullable(),
    dismissedReason: z.string().nullable(),
    /** Who has seen it and looks after it; null for nobody. */
    acknowledgedAt: z.iso.datetime().nullable(),
    acknowledgedBy: z.string().nullable(),
    assignee: z.strictObject({ id: z.uuid(), name: z.string() }).nullable(),
    /** Until when it is out of the way, and who wants that; null while it is not. */
    snoozedUntil: z.iso.datetime().nullable(),
    snoozedBy: z.string().nullable(),
    /** Oldest first. */
    notes: z.array(
      z.strictObject({ id: z.uuid(), text: z.string(), writtenBy: z.string(), writtenAt: z.iso.datetime() }),
    ),
    /** How often the same opened in the last 90 days, with this time; no further than 100 or back than alerts are kept. */
    timesLately: z.int(),
    /** What people changed of this customer's flows in the 24 hours before it opened, newest first; at most three. */
    changesBefore: z.array(changeView),
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
  a.destination_id AS "destinationId", a.segment_id AS "segmentId", a.acknowledged_at AS "acknowledgedAt",
  a.acknowledged_by AS "acknowledgedBy",
  (SELECT json_build_object('id', u.id, 'name', u.name) FROM "user" u WHERE u.id = a.assignee_id) AS assignee,
  CASE WHEN ${IS_SNOOZED} THEN a.snoozed_until END AS "snoozedUntil",
  CASE WHEN ${IS_SNOOZED} THEN a.snoozed_by END AS "snoozedBy",
  (SELECT json_agg(json_build_object('id', n.id, 'text', n.text, 'writtenBy', n.written_by, 'writtenAt', n.written_at)
                   ORDER BY n.id)
   FROM (SELECT * FROM alert_note w WHERE w.alert_id = a.id ORDER BY w.id DESC LIMIT ${MOST_NOTES}) n) AS notes,
  (SELECT count(*)::int FROM (
     SELECT FROM alert o WHERE o.customer_id = a.customer_id AND o.kind = a.kind AND o.subject = a.subject
       AND o.opened_at > now() - interval '90 days' LIMIT 100) again) AS "timesLately",
  (SELECT json_build_object('id', s.id, 'name', s.name) FROM source s JOIN customer c ON c.id = s.customer_id
   WHERE s.id = a.source_id AND a.resolved_at IS NULL AND ${IS_DAMAGING} AND ${SOURCE_FLOWS}) AS "sourceToPause",
  ${changesBefore("a")} AS "changesBefore"`;

type Moment = "openedAt" | "resolvedAt" | "acknowledgedAt" | "snoozedUntil";

export interface AlertRow
  extends Omit<
    OwnAlertView,
    "harm" | "acting" | "isDismissable" | "place" | "notes" | "changesBefore" | Moment
  > {
  customerId: string;
  openedAt: Date;
  resolvedAt: Date | null;
  acknowledgedAt: Date | null;
  snoozedUntil: Date | null;
  notes: OwnAlertView["notes"] | null;
  changesBefore: ChangeRow[] | null;
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
    sourceToPause: row.sourceToPause,
    place: placeOfAlert(row),
    openedAt: row.openedAt.toISOString(),
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    isDismissable: DISMISSABLE_KINDS.includes(row.kind),
    dismissedBy: row.dismissedBy,
    dismissedReason: row.dismissedReason,
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
    acknowledgedBy: row.acknowledgedBy,
    assignee: row.assignee,
    snoozedUntil: row.snoozedUntil?.toISOString() ?? null,
    snoozedBy: row.snoozedBy,
    notes: (row.notes ?? []).map((note) => ({
      ...note,
      writtenAt: new Date(note.writtenAt).toISOString(),
    })),
    timesLately: row.timesLately,
    changesBefore: (row.changesBefore ?? []).map(toChangeView),
    sourceId: row.sourceId,
    destinationId: row.destinationId,
    segmentId: row.segmentId,
  };
}
