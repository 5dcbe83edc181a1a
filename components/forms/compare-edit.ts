/** One field of an edit that met another one's: what each of the two says. `mine` is undefined where only they changed it. */
export interface Difference {
  field: string;
  mine: unknown;
  theirs: unknown;
}

/**
 * The differences between an edit and what someone else saved in the meantime: fields that both changed differently,
 * and fields that only they changed. Fields with the same value are left out.
 * @param base what the edit started from
 * @param change the fields the edit changes
 * @param theirs what is saved now
 */
export function compareEdit(
  base: Readonly<Record<string, unknown>>,
  change: Readonly<Record<string, unknown>>,
  theirs: Readonly<Record<string, unknown>>,
  fields: readonly string[],
): Difference[] {
  return fields.flatMap((field) => {
    if (field in change) {
      return isSame(change[field], theirs[field])
        ? []
        : [{ field, mine: change[field], theirs: theirs[field] }];
    }
    return isSame(base[field], theirs[field]) ? [] : [{ field, mine: undefined, theirs: theirs[field] }];
  });
}

/** The part of `body` that differs from `base`: only that is sent, so that other people's changes are kept. */
export function changedOnly<T extends object>(body: T, base: object): Partial<T> {
  const known = base as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(body).filter(([field, value]) => !(field in known) || !isSame(value, known[field])),
  ) as Partial<T>;
}

/** Whether two values of a field are the same, lists included; in which order an object has its parts does not matter. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one, inOrder) === JSON.stringify(other, inOrder);
}

/** PostgreSQL keeps the parts of an object in an order of its own. */
function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
