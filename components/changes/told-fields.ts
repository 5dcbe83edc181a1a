import type { ChangeView } from "@/lib/insight/changes/change-view";
import { tellChange } from "@/lib/kernel/audit/field-changes";

/** Lines of a change that are told in passing; the audit log has all. */
const MOST_TOLD = 3;

/** What became what, a line for each field: "Prefix: None → braze-". The rest is only counted. Pure. */
export function toldFields({ fields }: Pick<ChangeView, "fields">): string[] {
  const told = fields.map(tellChange);
  if (told.length <= MOST_TOLD) return told;
  // The line that counts takes the place of one.
  const shown = told.slice(0, MOST_TOLD - 1);
  return [...shown, `and ${told.length - shown.length} more`];
}
