import type { AuditEntryView } from "@/lib/kernel/audit/audit-view";
import { KEY_FIELDS } from "@/lib/kernel/secrets/key-fields";
import { isSame } from "./compare-edit";

export type Fields = Readonly<Record<string, unknown>>;

/**
 * The change that takes an edit back, as the API takes it, without keys; null when there is nothing to take back. Pure.
 * @param labels the fields that an edit can change
 */
export function revertEdit(before: Fields, saved: Fields, labels: object): Fields | null {
  const names = Object.keys(labels).filter(
    (name) => !KEY_FIELDS.includes(name) && !isSame(before[name], saved[name]),
  );
  return names.length === 0 ? null : Object.fromEntries(names.map((name) => [name, before[name]]));
}

/** What taking back the last change of something sends, and whether a part of that change has to stay. */
export interface FoundRevert {
  change: Fields;
  isPartly: boolean;
}

/**
 * The change that takes back what an audit entry says, as far as the entry has kept it and it is still as the entry left it;
 * null when nothing can be taken back. Pure.
 * @param saved what is saved now
 */
export function revertEntry(
  { before, after }: Pick<AuditEntryView, "before" | "after">,
  saved: Fields,
  labels: object,
): FoundRevert | null {
  const changed = Object.keys(labels).filter((name) => after !== null && name in after);
  const names = changed.filter((name) => !KEY_FIELDS.includes(name) && isSame(after?.[name], saved[name]));
  if (names.length === 0) return null;
  return {
    change: Object.fromEntries(names.map((name) => [name, before?.[name] ?? null])),
    isPartly: names.length < changed.length,
  };
}
