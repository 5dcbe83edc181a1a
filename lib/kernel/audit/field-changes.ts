import { fieldLabel, fieldWords, itemWords } from "./field-words";

/** What a change did to one field, in words; of secrets only that they were set, replaced or removed. */
export interface FieldChange {
  field: string;
  /** The field's name on screen. */
  label: string;
  /** Null if that side says nothing about it. */
  before: string | null;
  after: string | null;
  /** Of a list: what was added and removed; null for everything else. */
  difference: string | null;
}

type Fields = Readonly<Record<string, unknown>> | null;

/** What an audit entry says about each field, in the order recorded. Pure. */
export function fieldChanges(subjectKind: string, before: Fields, after: Fields): FieldChange[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return fields.map((field) => {
    const [had, has] = [before !== null && field in before, after !== null && field in after];
    const [was, is] = [before?.[field], after?.[field]];
    return {
      field,
      label: fieldLabel(subjectKind, field),
      before: had ? fieldWords(field, was) : null,
      after: has ? fieldWords(field, is) : null,
      difference: Array.isArray(was) && Array.isArray(is) ? difference(field, was, is) : null,
    };
  });
}

function difference(field: string, was: readonly unknown[], is: readonly unknown[]): string {
  const [before, after] = [
    was.map((item) => itemWords(field, item)),
    is.map((item) => itemWords(field, item)),
  ];
  const added = after.filter((item) => !before.includes(item));
  const removed = before.filter((item) => !after.includes(item));
  if (added.length + removed.length === 0) return "in another order";
  return [
    ...(removed.length > 0 ? [`removed ${removed.join(", ")}`] : []),
    ...(added.length > 0 ? [`added ${added.join(", ")}`] : []),
  ].join("; ");
}

/** Longer words are cut where a change is told in passing; the audit log has all. */
const MAX_LENGTH = 160;

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * The fields that tell a reader in passing what a change was: those with a before and an after, short. What is only an id, and
 * what a creation began with, is left out. Pure.
 */
export function shortChanges(changes: readonly FieldChange[]): FieldChange[] {
  const short = (text: string | null) =>
    text !== null && text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
  return changes
    .filter(({ before, after }) => before !== null && after !== null && !ID.test(before) && !ID.test(after))
    .map(({ before, after, difference, ...field }) => ({
      ...field,
      before: short(before),
      after: short(after),
      difference: short(difference),
    }));
}

/** One changed field in one line: "Prefix: None → braze-", "Rules for properties: removed Drop email". Pure. */
export function tellChange({ label, ...change }: FieldChange): string {
  return `${label}: ${tellValues(change)}`;
}

/** The same without the field's name; what stayed as it was only says what it is. Pure. */
export function tellValues({ before, after, difference }: Omit<FieldChange, "label" | "field">): string {
  if (difference !== null) return difference;
  if (before === after) return after ?? "–";
  return `${before ?? "–"} → ${after ?? "–"}`;
}
