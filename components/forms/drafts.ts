/** What was typed into forms that were left by the browser's back and forward; gone when the page is loaded again. */
const drafts = new Map<string, Readonly<Record<string, unknown>>>();

/** What was typed into this form and not saved, by field; undefined when nothing was. */
export function draftOf(key: string): Readonly<Record<string, unknown>> | undefined {
  return drafts.get(key);
}

/** Keeps what was typed into this form, or forgets it when there is nothing to keep. */
export function keepDraft(key: string, draft: Readonly<Record<string, unknown>>): void {
  if (Object.keys(draft).length > 0) drafts.set(key, draft);
  else drafts.delete(key);
}

export function forgetDraft(key: string): void {
  drafts.delete(key);
}

/**
 * The fields that differ from what the form began with, so that what others save meanwhile stays theirs. Never a secret.
 * Pure.
 */
export function typedFields(
  values: Readonly<Record<string, unknown>>,
  start: Readonly<Record<string, unknown>>,
  secrets: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([field, value]) => !secrets.includes(field) && JSON.stringify(value) !== JSON.stringify(start[field]),
    ),
  );
}
