/** What a change says about where a destination sends to. */
interface WorkspaceChange {
  instance: { before: string; after: string };
  /** The key with which it writes: null when there is none, undefined when it is not changed. */
  key: { before: string | null; after: string | null | undefined };
  /** What the person says about a new key. */
  sameWorkspace: boolean | undefined;
}

/**
 * Whether a destination sends to another Braze workspace after a change. Another instance always is another workspace. A
 * Data Import Key belongs to one workspace (https://www.braze.com/docs/partners/isv_partners/cohort_import) and can be
 * made again there, as a REST API key can, and no call of Braze says which workspace a key is for: so only a person can say that a new key is for
 * the same one. Unless they do it is taken for another: then everybody is sent again, which changes nothing if it was
 * the same after all (with attributes it may cost data points). Pure.
 */
export function isOtherWorkspace({ instance, key, sameWorkspace }: WorkspaceChange): boolean {
  if (instance.before !== instance.after) return true;

  const { before, after } = key;
  const isNewKey = after !== undefined && after !== null && after !== before;
  return isNewKey && sameWorkspace !== true;
}
