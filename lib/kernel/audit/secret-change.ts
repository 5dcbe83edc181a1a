/** What an audit entry says about a secret's change: never the value. */
export interface SecretChange {
  before: Record<string, string>;
  after: Record<string, string>;
}

/**
 * Describes a secret's change as `set`, `not set` or `replaced`.
 * @param before the stored ciphertext, or null
 * @param after the new one, null when it is removed, undefined when it is unchanged
 */
export function secretChange(
  name: string,
  before: string | null,
  after: string | null | undefined,
): SecretChange {
  if (after === undefined) return { before: {}, after: {} };

  const was = before === null ? "not set" : "set";
  if (after === null) return { before: { [name]: was }, after: { [name]: "not set" } };
  return { before: { [name]: was }, after: { [name]: before === null ? "set" : "replaced" } };
}
