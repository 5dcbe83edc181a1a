import { z } from "zod";
import { fieldChangeView } from "@/lib/kernel/audit/audit-view";
import { type FieldChange, fieldChanges, shortChanges } from "@/lib/kernel/audit/field-changes";
import { summarizeAction } from "@/lib/kernel/audit/summarize-action";
import { nameTypes } from "@/lib/vendors/braze/type-words";
import { CHANGE_KINDS, kindOfChange } from "./change-kinds";

/** A change of how something flows: who, what, when, and where it can be looked at. */
export const changeView = z
  .strictObject({
    id: z.uuid(),
    at: z.iso.datetime(),
    by: z.string(),
    kind: z.enum(CHANGE_KINDS),
    summary: z.string(),
    /** What became what, as far as it can be told in a line each; never a secret. */
    fields: z.array(fieldChangeView),
    /** Which of the two flows it touches; null when that is both, or not known. */
    flow: z.enum(["events", "segments"]).nullable(),
    /** The page of the portal about it. */
    path: z.string(),
  })
  .meta({ id: "Change" });

export type ChangeView = z.infer<typeof changeView>;

/** What the view needs of an audit entry. */
export interface ChangeRow {
  id: string;
  /** A date, or its text within JSON. */
  at: Date | string;
  by: string;
  action: string;
  customerId: string;
  subjectKind: string;
  subjectId: string;
  subjectName: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

const FLOWS: Readonly<Record<string, "events" | "segments">> = {
  source: "events",
  destination: "segments",
  segment: "segments",
  connect_link: "segments",
  webhook_secret: "segments",
};

/** Turns an audit entry into the view. */
export function toChangeView(row: ChangeRow): ChangeView {
  return {
    id: row.id,
    at: new Date(row.at).toISOString(),
    by: row.by,
    kind: kindOfChange(row.action, row.before, row.after),
    summary: summarizeAction(row.action, row.subjectName),
    fields: shortChanges(fieldChanges(row.subjectKind, row.before, row.after).map(namingTypes)),
    flow: FLOWS[row.subjectKind] ?? null,
    path: pathOf(row),
  };
}

/** A change whose values call event types by their readable names. */
function namingTypes(change: FieldChange): FieldChange {
  const named = (text: string | null) => text && nameTypes(text);
  const { before, after, difference } = change;
  return { ...change, before: named(before), after: named(after), difference: named(difference) };
}

function pathOf({ customerId, subjectKind, subjectId }: ChangeRow): string {
  const customer = `/customers/${customerId}`;
  if (subjectKind === "source" || subjectKind === "destination") return `${customer}/setup#${subjectId}`;
  if (subjectKind === "segment") return `${customer}/segments/${subjectId}`;
  return `${customer}/audit`;
}
