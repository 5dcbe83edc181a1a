import type { ChangeView } from "@/lib/insight/changes/change-view";
import { tellChange } from "@/lib/kernel/audit/field-changes";

/** Fields of a change that are told in passing; the audit log has all. */
const MOST_TOLD = 2;

/** What became what, a line for each field: "Prefix: None → braze-". The rest is only counted. Pure. */
export function toldFields({ fields }: Pick<ChangeView, "fields">): string[] {
  const told = fields.slice(0, MOST_TOLD).map(tellChange);
  return fields.length > MOST_TOLD ? [...told, `and ${fields.length - MOST_TOLD} more`] : told;
}
